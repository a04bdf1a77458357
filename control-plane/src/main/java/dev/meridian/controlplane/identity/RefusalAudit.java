package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.audit.Refusals;
import dev.meridian.controlplane.audit.RequestSubject;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records what was refused before it reached a controller. */
@Component
class RefusalAudit {
  private final Refusals refusals;
  private final Callers callers;

  RefusalAudit(Refusals refusals, Callers callers) {
    this.refusals = refusals;
    this.callers = callers;
  }

  /** Somebody gave a name and a password that do not belong together. */
  void signInFailed(HttpServletRequest request, @Nullable String username, String reason) {
    byNobody(
        request, "session.sign-in", RequestSubject.cut(username == null ? "" : username), reason);
  }

  /** A request without a valid sign-in. */
  void unauthenticated(HttpServletRequest request, Exception reason) {
    byNobody(
        request,
        "request.unauthenticated",
        RequestSubject.of(request),
        reason.getClass().getSimpleName());
  }

  /** A request of somebody who is signed in that the filters did not let through. */
  void denied(HttpServletRequest request, Exception reason) {
    refusals.record(
        "request.denied",
        RequestSubject.of(request),
        (reason instanceof DeniedByFilter denied ? denied.type() : ProblemType.FORBIDDEN).slug(),
        AuditOrigin.of(callers.find()),
        Map.of("why", reason.getClass().getSimpleName()));
  }

  private void byNobody(HttpServletRequest request, String action, String subject, String why) {
    refusals.record(
        action,
        subject,
        ProblemType.UNAUTHENTICATED.slug(),
        AuditOrigin.ofNobody(request.getRemoteAddr()),
        Map.of("why", why));
  }
}
