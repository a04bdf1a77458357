package dev.meridian.controlplane.isolation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds pods on nodes that give less than their tenants demand. Asks nobody for permission. */
@Component
class UnmetPods {
  private record Found(UUID tenant, UnmetPod pod) {}

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Tenants tenants;

  UnmetPods(Scopes scopes, JdbcClient jdbc, Tenants tenants) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  /**
   * Pods of the tenant by id.
   *
   * @param below those of the tenants below it too
   * @param after id of the last pod of the page before; null: from the first
   */
  List<UnmetPod> of(UUID tenant, boolean below, @Nullable UUID after, int atMost) {
    List<Found> found =
        scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, () -> read(tenant, below, after, atMost));
    return found.stream()
        .map(
            one ->
                new UnmetPod(
                    one.pod().podId(),
                    one.pod().pod(),
                    one.pod().instance(),
                    tenants.find(one.tenant()).path(),
                    one.pod().node(),
                    one.pod().region(),
                    one.pod().demanded(),
                    one.pod().given()))
        .toList();
  }

  private List<Found> read(UUID tenant, boolean below, @Nullable UUID after, int atMost) {
    return jdbc.sql(
            """
            select v.tenant_id, v.pod_id, p.name as pod, i.name as instance, n.name as node,
                   r.name as region, d.least, n.isolation
            from tenant_closure t
            cross join lateral (
              select a.least_isolation as least from tenant_closure c
              join tenant a on a.id = c.ancestor_id
              where c.descendant_id = t.descendant_id and a.least_isolation is not null
              order by isolation_rank(a.least_isolation) desc limit 1) d
            join reservation v on v.tenant_id = t.descendant_id
            join node n on n.id = v.node_id
            join region r on r.id = n.region_id
            join pod p on p.tenant_id = v.tenant_id and p.id = v.pod_id
            join instance i on i.tenant_id = p.tenant_id and i.id = p.instance_id
            where t.ancestor_id = :tenant and (:below or t.depth = 0)
              and isolation_rank(n.isolation) < isolation_rank(d.least)
              and (cast(:after as uuid) is null or v.pod_id > :after)
            order by v.pod_id limit :atMost
            """)
        .param("tenant", tenant)
        .param("below", below)
        .param("after", after)
        .param("atMost", atMost)
        .query(
            (row, number) ->
                new Found(
                    row.getObject("tenant_id", UUID.class),
                    new UnmetPod(
                        row.getObject("pod_id", UUID.class),
                        row.getString("pod"),
                        row.getString("instance"),
                        "",
                        row.getString("node"),
                        row.getString("region"),
                        row.getString("least"),
                        row.getString("isolation"))))
        .list();
  }
}
