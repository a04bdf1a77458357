package dev.meridian.controlplane.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows guessing of passwords: after ten failures for one user name within five minutes, further
 * tries are refused unseen until they are over. Counted on each replica by itself.
 */
final class SignInThrottle extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(SignInThrottle.class);
  private static final int FAILURES = 10;
  private static final int MOST_NAMES = 50_000;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private record Failures(int count, Instant until) {}

  private final InstantSource clock;
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  SignInThrottle(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !(request.getMethod().equals("POST") && request.getServletPath().equals("/login"));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getParameter("username");
    String name = given == null ? "" : given.toLowerCase(Locale.ROOT);
    if (isRefused(name)) {
      response.sendRedirect("/login?wait");
      return;
    }
    chain.doFilter(request, response);
  }

  boolean isRefused(String name) {
    Failures found = failures.get(name);
    return found != null && found.count() >= FAILURES && clock.instant().isBefore(found.until());
  }

  void failed(String name) {
    Instant now = clock.instant();
    if (failures.size() >= MOST_NAMES) {
      failures.values().removeIf(found -> !now.isBefore(found.until()));
    }
    Failures after =
        failures.merge(
            name.toLowerCase(Locale.ROOT),
            new Failures(1, now.plus(WINDOW)),
            (old, first) ->
                now.isBefore(old.until()) ? new Failures(old.count() + 1, old.until()) : first);
    if (after.count() == FAILURES) {
      log.warn("Ten sign-ins failed for one user name; more are refused until {}", after.until());
    }
  }

  void succeeded(String name) {
    failures.remove(name.toLowerCase(Locale.ROOT));
  }
}
