package dev.meridian.controlplane.metrics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what metrics tell. Called inside a scope, and names no tenant: row-level security is what
 * keeps a read to the tenant, or to its subtree.
 */
@Component
class MetricRows {
  private final JdbcClient jdbc;

  MetricRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<TenantFacts.Service> services() {
    return jdbc.sql(
            """
            select i.id, i.tenant_id, i.name, v.name, v.version, i.state,
                   case when i.state = 'UNINSTALLING' then 0 else
                     (select coalesce(sum((p.pod ->> 'count')::bigint), 0)
                      from jsonb_path_query(f.spec, '$.spec.pods.*') as p(pod)) end
            from instance i
            join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
            join configuration f on f.tenant_id = i.tenant_id and f.instance_id = i.id
              and f.number = i.target_configuration
            where i.state <> 'UNINSTALLED'
            """)
        .query(
            (row, n) ->
                new TenantFacts.Service(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7)))
        .list();
  }

  List<TenantFacts.Pod> pods() {
    return jdbc.sql(
            """
            select p.instance_id, p.name, p.state, r.cpu_millis, r.memory_bytes, r.disk_bytes
            from pod p
            left join reservation r on r.tenant_id = p.tenant_id and r.pod_id = p.id
            where p.state <> 'REMOVED'
            """)
        .query(
            (row, n) ->
                new TenantFacts.Pod(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    requested(row)))
        .list();
  }

  private static TenantFacts.@Nullable Requested requested(ResultSet row) throws SQLException {
    long cpuMillis = row.getLong(4);
    return row.wasNull()
        ? null
        : new TenantFacts.Requested(cpuMillis, row.getLong(5), row.getLong(6));
  }

  List<TenantFacts.Task> tasks() {
    // A pod that moved was reported by two agents: the one that was heard last knows.
    return jdbc.sql(
            """
            select distinct on (p.tenant_id, p.id, t.task ->> 'name')
                   p.instance_id, p.name, t.task ->> 'name', (t.task ->> 'restarts')::bigint
            from pod p
            join observed_pod o on o.tenant_id = p.tenant_id and o.pod_id = p.id
              and o.incarnation = p.incarnation and not o.removed
            cross join lateral jsonb_array_elements(o.tasks) as t(task)
            where p.state <> 'REMOVED'
            order by p.tenant_id, p.id, t.task ->> 'name', o.received_at desc
            """)
        .query(
            (row, n) ->
                new TenantFacts.Task(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4)))
        .list();
  }

  List<TenantFacts.Volume> volumes() {
    return jdbc.sql(
            """
            select tenant_id, instance_name, pod_name, path, id, state, size_bytes
            from volume where state <> 'DESTROYED'
            """)
        .query(
            (row, n) ->
                new TenantFacts.Volume(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getObject(5, UUID.class),
                    row.getString(6),
                    row.getLong(7)))
        .list();
  }
}
