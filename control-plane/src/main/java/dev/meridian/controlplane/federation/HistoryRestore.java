package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Begins a new history on a database that was set back to an older one, while no control plane uses
 * it. Without it, an agent that was told nothing since the backup would not notice, and go on as if
 * nothing had been forgotten.
 */
public final class HistoryRestore {
  private static final Logger log = LoggerFactory.getLogger(HistoryRestore.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final Audit audit;
  private final InstantSource clock;

  public HistoryRestore(
      Scopes scopes, JdbcClient jdbc, Tenants tenants, Audit audit, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param agents that go on hold when they connect
   */
  public record Restored(UUID epoch, UUID before, long agents) {}

  /**
   * Renews the epoch of the history, so that every agent goes on hold at its next connection.
   *
   * @throws IllegalStateException when a control plane uses the database, or never did
   */
  public Restored renew() throws InterruptedException {
    awaitNobody();
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          UUID before =
              epoch()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "No control plane has ever used this database: there is no history to go on from. Start it with: meridian up"));
          // Random, not ordered by time: a database that is set back never meets the same again.
          UUID epoch = UUID.randomUUID();
          jdbc.sql("update history_epoch set epoch = ?, since = ?").params(epoch, now()).update();
          long agents =
              jdbc.sql("select count(*) from agent where state in ('JOINED', 'ON_HOLD')")
                  .query(Long.class)
                  .single();
          audit.done(
              tenants.root().id(),
              AuditNote.of(
                      "history.restore",
                      epoch.toString(),
                      null,
                      Map.of("before", before, "agents", agents))
                  .askedBy(AuditOrigin.ofSystem()));
          return new Restored(epoch, before, agents);
        });
  }

  private Optional<UUID> epoch() {
    return jdbc.sql("select epoch from history_epoch").query(UUID.class).optional();
  }

  /** Leases of before the backup run out; those of a control plane that lives are renewed. */
  private void awaitNobody() throws InterruptedException {
    Map<String, OffsetDateTime> first = new HashMap<>();
    for (Map<String, OffsetDateTime> held = held(); !held.isEmpty(); held = held()) {
      held.forEach(
          (name, until) -> {
            OffsetDateTime seen = first.putIfAbsent(name, until);
            if (seen == null) {
              log.warn(
                  "Lease {} holds until {}: waiting for its end, or for a sign that a control plane renews it",
                  name,
                  until);
            } else if (until.isAfter(seen)) {
              throw new IllegalStateException(
                  "A control plane uses this database: it has just renewed its lease '%s'. Stop every replica, then restore."
                      .formatted(name));
            }
          });
      Thread.sleep(LOOK);
    }
  }

  private Map<String, OffsetDateTime> held() {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          Map<String, OffsetDateTime> held = new HashMap<>();
          jdbc.sql(
                  "select name, expires_at from lease where holder is not null and expires_at > now()")
              .query(
                  row -> {
                    held.put(row.getString(1), row.getObject(2, OffsetDateTime.class));
                  });
          return held;
        });
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
