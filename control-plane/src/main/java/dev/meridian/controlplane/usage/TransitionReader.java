package dev.meridian.controlplane.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the transitions that matter for a period; called inside of a scope that sees them. */
@Component
class TransitionReader {
  private final JdbcClient jdbc;

  TransitionReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Of the tenant and those below it, in the order in which they happened. What was given back
   * before the period began is left out together with how it began. A volume that is kept holds its
   * disk as a pod holds its reservation.
   */
  List<Transition> of(UUID tenant, Instant from, Instant to) {
    return jdbc.sql(
            """
            select t.id, t.tenant_id, t.instance_name, t.pod_id as holder, t.transition, t.at,
                   t.cpu_millis, t.memory_bytes, t.disk_bytes, 1 as pods
            from pod_transition t
            where t.tenant_id in
                (select descendant_id from tenant_closure where ancestor_id = :tenant)
              and t.transition in ('RESERVED', 'RELEASED', 'RESIZED')
              and t.at < :to
              and not exists (
                select 1 from pod_transition r
                where r.tenant_id = t.tenant_id and r.pod_id = t.pod_id
                  and r.transition = 'RELEASED' and r.at <= :from
                  and (r.at, r.id) >= (t.at, t.id))
            union all
            select t.id, t.tenant_id, t.instance_name, t.volume_id,
                   case t.transition when 'KEPT' then 'RESERVED' else 'RELEASED' end, t.at,
                   0, 0, t.size_bytes, 0
            from volume_transition t
            where t.tenant_id in
                (select descendant_id from tenant_closure where ancestor_id = :tenant)
              and t.at < :to
              and not exists (
                select 1 from volume_transition r
                where r.tenant_id = t.tenant_id and r.volume_id = t.volume_id
                  and r.transition = 'RELEASED' and r.at <= :from
                  and (r.at, r.id) >= (t.at, t.id))
            order by at, id
            """)
        .param("tenant", tenant)
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("to", to.atOffset(ZoneOffset.UTC))
        .query(TransitionReader::transition)
        .list();
  }

  private static Transition transition(ResultSet row, int number) throws SQLException {
    return new Transition(
        row.getObject("tenant_id", UUID.class),
        row.getString("instance_name"),
        row.getObject("holder", UUID.class),
        Transition.Kind.valueOf(row.getString("transition")),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getLong("cpu_millis"),
        row.getLong("memory_bytes"),
        row.getLong("disk_bytes"),
        row.getLong("pods"));
  }
}
