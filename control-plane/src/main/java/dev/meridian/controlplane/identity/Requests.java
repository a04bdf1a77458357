package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What is known of the running request where the framework does not hand it on. */
final class Requests {
  private static final int LONGEST_AGENT = 300;

  private Requests() {}

  static Optional<HttpServletRequest> current() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes found
        ? Optional.of(found.getRequest())
        : Optional.empty();
  }

  /** The address that it came from; null outside of a request. */
  static @Nullable String address() {
    return current().map(HttpServletRequest::getRemoteAddr).orElse(null);
  }

  /** What the program says it is, without what no text column holds. */
  static @Nullable String userAgent() {
    return current()
        .map(request -> request.getHeader("User-Agent"))
        .map(agent -> agent.replaceAll("\\p{Cntrl}", " "))
        .map(agent -> agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)))
        .orElse(null);
  }
}
