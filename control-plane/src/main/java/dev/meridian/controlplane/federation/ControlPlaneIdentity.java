package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which control plane this is, and which history of it its database holds. */
@Component
public class ControlPlaneIdentity {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  ControlPlaneIdentity(Scopes scopes, JdbcClient jdbc, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Its id, given once with the first start, and its history, renewed by a restore. */
  public record Current(UUID controlPlaneId, UUID historyEpoch) {}

  /**
   * The identity as the database holds it; made at the first call ever. May be called in any scope.
   */
  public Current current() {
    return scopes.asSystemApart(
        SystemJob.FEDERATION,
        () -> {
          jdbc.sql(
                  """
                  insert into history_epoch (control_plane_id, epoch, since) values (?, ?, ?)
                  on conflict (only_row) do nothing
                  """)
              // Random, not ordered by time: a restored database must never meet the same again.
              .params(
                  UUID.randomUUID(), UUID.randomUUID(), clock.instant().atOffset(ZoneOffset.UTC))
              .update();
          return jdbc.sql("select control_plane_id, epoch from history_epoch")
              .query(
                  (row, n) ->
                      new Current(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
              .single();
        });
  }
}
