package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;

/** Answers what the filters refuse, and records it. */
final class AuditedProblems {
  private final RefusalAudit refusals;

  AuditedProblems(RefusalAudit refusals) {
    this.refusals = refusals;
  }

  void unauthenticated(HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    refusals.unauthenticated(request, reason);
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
