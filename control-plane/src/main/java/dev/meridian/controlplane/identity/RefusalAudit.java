package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Records what was refused before it reached a controller, as events of the platform. What nobody
 * signed for is bounded, so that a flood of garbage cannot fill the log: beyond {@link #MOST} in a
 * minute and replica it is only counted, and the next event says how many there were.
 */
@Component
class RefusalAudit {
  static final int MOST = 120;
  private static final int LONGEST = 200;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(RefusalAudit.class);

  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;
  private Instant windowEnd = Instant.MIN;
  private int inWindow;
  private int left;

  RefusalAudit(Audit audit, Tenants tenants, InstantSource clock) {
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** Somebody gave a name and a password that do not belong together. */
  void signInFailed(HttpServletRequest request, @Nullable String username, String reason) {
    byNobody(
        request, "session.sign-in", cut(username == null ? "" : username), Map.of("why", reason));
  }

  /** A request without a valid sign-in. */
  void unauthenticated(HttpServletRequest request, Exception reason) {
    byNobody(
        request,
        "request.unauthenticated",
        what(request),
        Map.of("why", reason.getClass().getSimpleName()));
  }

  /** A request of somebody who is signed in that the filters did not let through. */
  void denied(HttpServletRequest request, Exception reason) {
    record(
        AuditNote.of(
                "request.denied",
                what(request),
                null,
                Map.of("why", reason.getClass().getSimpleName()))
            .ending(ProblemType.FORBIDDEN.slug()));
  }

  private void byNobody(
      HttpServletRequest request, String action, String subject, Map<String, ?> detail) {
    int uncounted = admit();
    if (uncounted < 0) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>(detail);
    if (uncounted > 0) {
      all.put("notRecorded", uncounted);
    }
    record(
        AuditNote.of(action, subject, null, all)
            .ending(ProblemType.UNAUTHENTICATED.slug())
            .askedBy(AuditOrigin.ofNobody(request.getRemoteAddr())));
  }

  /** How many were left out since the last one; -1 when this one is, too. */
  private synchronized int admit() {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnd)) {
      windowEnd = now.plus(WINDOW);
      inWindow = 0;
    }
    if (inWindow >= MOST) {
      left++;
      return -1;
    }
    inWindow++;
    int before = left;
    left = 0;
    return before;
  }

  /** The answer is the same when the database is away: the refusal stands. */
  private void record(AuditNote note) {
    try {
      audit.refused(tenants.root().id(), note);
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "The refusal of {} {} was not audited: {}", note.action(), note.subject(), e.toString());
    }
  }

  private static String what(HttpServletRequest request) {
    return cut(request.getMethod() + " " + request.getRequestURI());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
