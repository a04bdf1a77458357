package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Loop;
import dev.meridian.controlplane.platform.Repeats;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Records refusals as events of the platform or of a tenant, so that a flood of them cannot fill
 * the log: the first of a kind, address and account at once, and what is repeated within a minute
 * as one more event that says how often. Beyond {@link #MOST} kinds in a minute and replica they
 * are only counted, and the next event says how many there were.
 */
@Component
public class Refusals extends Loop {
  static final int MOST = 120;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private record Kind(
      UUID tenant,
      String action,
      String subject,
      String result,
      AuditOrigin origin,
      Map<String, ?> detail) {}

  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;
  private final Repeats<Kind> repeats = new Repeats<>(MOST);

  Refusals(Audit audit, Tenants tenants, InstantSource clock) {
    super("repeated-refusals");
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * Records a refusal, or counts it.
   *
   * @param result slug of the problem that was answered
   */
  public void record(
      String action, String subject, String result, AuditOrigin origin, Map<String, ?> detail) {
    record(tenants.root().id(), action, subject, result, origin, detail);
  }

  /** As {@link #record(String, String, String, AuditOrigin, Map)}, in the log of a tenant. */
  public void record(
      UUID tenant,
      String action,
      String subject,
      String result,
      AuditOrigin origin,
      Map<String, ?> detail) {
    Kind kind = new Kind(tenant, action, subject, result, origin, Map.copyOf(detail));
    if (repeats.isFirst(kind, clock.instant())) {
      write(kind, Map.of());
    }
  }

  /** Records what was repeated in minutes that are over. */
  void writeRepeated() {
    writeRepeated(clock.instant());
  }

  private void writeRepeated(Instant now) {
    repeats
        .over(now)
        .forEach(
            over ->
                write(
                    over.kind(),
                    Map.of("repeated", over.times(), "since", over.since().toString())));
  }

  /** The answer is the same when the database is away: the refusal stands. */
  private void write(Kind kind, Map<String, ?> more) {
    Map<String, Object> detail = new LinkedHashMap<>(kind.detail());
    detail.putAll(more);
    int others = repeats.takeOthers();
    if (others > 0) {
      detail.put("notRecorded", others);
    }
    try {
      audit.refused(
          kind.tenant(),
          AuditNote.of(kind.action(), kind.subject(), null, detail)
              .ending(kind.result())
              .askedBy(kind.origin()));
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "The refusal of {} {} was not audited: {}", kind.action(), kind.subject(), e.toString());
    }
  }

  @Override
  protected Duration round() {
    writeRepeated();
    return LOOK;
  }

  @Override
  protected void ended() {
    // The minutes that run are over too: nobody counts on.
    writeRepeated(Instant.MAX);
  }
}
