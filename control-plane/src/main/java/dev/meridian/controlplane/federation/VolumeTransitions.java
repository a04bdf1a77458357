package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The history of volumes that are kept after an uninstall, from which their disk hours are derived.
 * Rows are part of the running transaction.
 */
@Component
public class VolumeTransitions {
  /** What happened to a volume. */
  public enum Kind {
    /** It stays without a pod. */
    KEPT,
    /** A pod holds it again, or it is gone. */
    RELEASED
  }

  private final JdbcClient jdbc;

  VolumeTransitions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Appends what happened; that a volume is released which was never kept is no news. */
  public void add(UUID tenant, UUID volume, Kind kind, Instant at) {
    jdbc.sql(
            """
            insert into volume_transition (id, tenant_id, volume_id, instance_name, transition, at,
              size_bytes)
            select :id, tenant_id, id, instance_name, :kind, :at, size_bytes from volume v
            where tenant_id = :tenant and id = :volume
              and (:kind = 'KEPT'
                   or exists (select from volume_transition t
                              where t.tenant_id = v.tenant_id and t.volume_id = v.id))
            """)
        .param("id", Ids.next())
        .param("kind", kind.name())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("tenant", tenant)
        .param("volume", volume)
        .update();
  }
}
