package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * Somebody has given the right password and not the code. Kept in the session where nothing looks
 * for who is signed in, so that it gives no right at all.
 *
 * @param password what the right password has proven
 */
record HalfSignIn(Authentication password, Instant at) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ATTRIBUTE = "meridian.halfSignIn";

  /** For how long the code is waited for. */
  static final Duration WAITS = Duration.ofMinutes(5);

  static void begin(HttpServletRequest request, Authentication password, Instant now) {
    request.getSession().setAttribute(ATTRIBUTE, new HalfSignIn(password, now));
  }

  /** The one of the request's session that has not run out. */
  static Optional<HalfSignIn> of(HttpServletRequest request, Instant now) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof HalfSignIn half
        ? Optional.of(half).filter(one -> one.at().plus(WAITS).isAfter(now))
        : Optional.empty();
  }

  static void forget(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.removeAttribute(ATTRIBUTE);
    }
  }

  String username() {
    return password.getName();
  }
}
