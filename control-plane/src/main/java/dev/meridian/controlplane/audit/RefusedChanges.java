package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.AnsweredProblem;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Records each change that was refused for what it would have done: a right that who asks lacks or
 * may not give, a limit, a protection, a state that stands against it. What could not be understood
 * is a mistake and no refusal, and is left out; so is what {@link ForeignRequests} records.
 */
@Component
class RefusedChanges implements AsyncHandlerInterceptor, WebMvcConfigurer {
  private static final Logger log = LoggerFactory.getLogger(RefusedChanges.class);
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Integer> REFUSALS = Set.of(403, 409, 412, 429);

  private final Callers callers;
  private final Tenants tenants;
  private final Refusals refusals;

  RefusedChanges(Callers callers, Tenants tenants, Refusals refusals) {
    this.callers = callers;
    this.tenants = tenants;
    this.refusals = refusals;
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
    if (!READING.contains(request.getMethod())) {
      AnsweredProblem.of(request)
          .filter(problem -> REFUSALS.contains(problem.type().status()) && !problem.recorded())
          .ifPresent(problem -> record(request, problem));
    }
  }

  private void record(HttpServletRequest request, AnsweredProblem problem) {
    String what = RequestSubject.of(request);
    try {
      refusals.record(
          tenant(request, problem.type()),
          "request.refused",
          what,
          problem.type().slug(),
          AuditOrigin.of(callers.find()),
          Map.of("why", problem.detail()));
    } catch (DataAccessException | TransactionException e) {
      log.warn("The refusal of {} was not audited: {}", what, e.toString());
    }
  }

  /** Whose log it belongs to: only who sees the tenant comes as far as to be refused there. */
  private UUID tenant(HttpServletRequest request, ProblemType type) {
    // A request beyond the caller's share is refused before anybody asked what the caller sees.
    @Nullable String named = RequestSubject.variables(request).get("tenant");
    return type == ProblemType.TOO_MANY_REQUESTS || named == null
        ? tenants.root().id()
        : tenants.lookUp(named).map(Tenant::id).orElse(tenants.root().id());
  }
}
