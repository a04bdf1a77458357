package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Leads a person back to where the sign-in began; to pages of ours only. */
final class ReturnTo {
  private static final Logger log = LoggerFactory.getLogger(ReturnTo.class);
  private static final String ATTRIBUTE = "meridian.returnTo";

  private ReturnTo() {}

  static void remember(HttpServletRequest request, @Nullable String path) {
    request.getSession().setAttribute(ATTRIBUTE, local(path));
  }

  /** The path when it is one of this site, otherwise the start page. */
  static String local(@Nullable String path) {
    boolean local =
        path != null
            && path.startsWith("/")
            && !path.startsWith("//")
            && path.chars().noneMatch(c -> c == '\\' || c < ' ');
    return local && path != null ? path : "/";
  }

  static void redirect(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    String target = "/";
    HttpSession session = request.getSession(false);
    if (session != null && session.getAttribute(ATTRIBUTE) instanceof String path) {
      session.removeAttribute(ATTRIBUTE);
      target = path;
    }
    response.sendRedirect(target);
  }

  static void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    log.warn("A web sign-in was not completed: {}", reason.getMessage());
    response.sendRedirect("/login?failed");
  }
}
