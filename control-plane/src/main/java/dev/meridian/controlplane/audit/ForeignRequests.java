package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Loop;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Repeats;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Finds out, behind the answer, which of the things that were answered as not found do exist and
 * are somebody else's. Looked up and recorded apart from the request, so that its time tells nobody
 * which it was.
 */
@Component
class ForeignRequests extends Loop implements AsyncHandlerInterceptor, WebMvcConfigurer {
  private static final Logger log = LoggerFactory.getLogger(ForeignRequests.class);
  private static final int MOST_WAITING = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private record Asked(Caller caller, String what, Map<String, String> variables) {}

  private record Repeated(UUID account, String what) {}

  private final Callers callers;
  private final ForeignThings things;
  private final Refusals refusals;
  private final InstantSource clock;
  private final Repeats<Repeated> repeats = new Repeats<>(MOST_WAITING);
  private final BlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  ForeignRequests(Callers callers, ForeignThings things, Refusals refusals, InstantSource clock) {
    super("foreign-requests");
    this.callers = callers;
    this.things = things;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    Map<String, String> variables = RequestSubject.variables(request);
    if (response.getStatus() == HttpStatus.NOT_FOUND.value() && !variables.isEmpty()) {
      callers
          .find()
          .map(caller -> new Asked(caller, RequestSubject.of(request), variables))
          // Full: whoever asks that much is recorded by what is waiting already.
          .ifPresent(
              asked -> {
                waiting.offer(asked);
                raise();
              });
    }
  }

  @Override
  protected Duration round() {
    Asked asked = waiting.poll();
    if (asked == null) {
      repeats.over(clock.instant());
      return IDLE;
    }
    // A look asks for every tenant: whoever repeats a request is looked at once a minute.
    if (repeats.isFirst(new Repeated(asked.caller().accountId(), asked.what()), clock.instant())) {
      look(asked);
    }
    return Duration.ZERO;
  }

  private void look(Asked asked) {
    try {
      Optional<ForeignThings.Found> found = things.find(asked.caller(), asked.variables());
      found.ifPresent(
          thing ->
              refusals.record(
                  "request.foreign",
                  asked.what(),
                  ProblemType.NOT_FOUND.slug(),
                  AuditOrigin.of(Optional.of(asked.caller())),
                  Map.of("kind", thing.kind(), "tenant", thing.tenant().toString())));
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "Whether {} asks for something foreign was not found out: {}",
          asked.what(),
          e.toString());
    }
  }
}
