package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;

/** Answers what the filters refuse, and records it where somebody tried to be somebody. */
final class AuditedProblems {
  private final RefusalAudit refusals;

  AuditedProblems(RefusalAudit refusals) {
    this.refusals = refusals;
  }

  /** Without any sign-in there is nothing to tell: each page that is opened first asks so. */
  void unauthenticated(HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    if (!(reason instanceof InsufficientAuthenticationException)) {
      refusals.unauthenticated(request, reason);
    }
    ProblemResponses.unauthenticated(request, response, reason);
  }

  void denied(HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    if (SecurityContextHolder.getContext().getAuthentication() != null) {
      refusals.denied(request, reason);
    }
    ProblemResponses.denied(request, response, reason);
  }
}
