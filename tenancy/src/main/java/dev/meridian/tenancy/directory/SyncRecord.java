package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How synchronisation stands, for all replicas. */
public final class SyncRecord {
  private final JdbcClient jdbc;
  private final Scopes scopes;

  SyncRecord(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /** Empty when there was no attempt yet. */
  public Optional<SyncStanding> read() {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select attempted_at, succeeded_at, failures, reason, applied, withheld, next_at
                    from directory_sync
                    """)
                .query(SyncRecord::standing)
                .optional());
  }

  public void succeeded(Instant now, int applied, int withheld, Instant next) {
    write(
        """
        insert into directory_sync
          (attempted_at, succeeded_at, applied, withheld, next_at)
        values (:now, :now, :applied, :withheld, :next)
        on conflict (only_row) do update set attempted_at = :now, succeeded_at = :now,
          failures = 0, reason = null, applied = :applied, withheld = :withheld, next_at = :next
        """,
        now,
        applied,
        withheld,
        null,
        next);
  }

  public void failed(Instant now, String reason, Instant next) {
    write(
        """
        insert into directory_sync (attempted_at, failures, reason, next_at)
        values (:now, 1, :reason, :next)
        on conflict (only_row) do update set attempted_at = :now,
          failures = directory_sync.failures + 1, reason = :reason, next_at = :next
        """,
        now,
        0,
        0,
        reason,
        next);
  }

  private void write(
      String sql, Instant now, int applied, int withheld, @Nullable String reason, Instant next) {
    scopes.asSystem(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(sql)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("applied", applied)
                .param("withheld", withheld)
                .param("reason", reason)
                .param("next", next.atOffset(ZoneOffset.UTC))
                .update());
  }

  private static SyncStanding standing(ResultSet row, int number) throws SQLException {
    @Nullable OffsetDateTime succeeded = row.getObject(2, OffsetDateTime.class);
    return new SyncStanding(
        row.getObject(1, OffsetDateTime.class).toInstant(),
        succeeded == null ? null : succeeded.toInstant(),
        row.getInt(3),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        row.getObject(7, OffsetDateTime.class).toInstant());
  }
}
