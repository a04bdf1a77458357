package dev.meridian.controlplane.isolation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
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
    Map<UUID, TenantRef> refs =
        tenants.find(found.stream().map(Found::tenant).collect(Collectors.toSet()));
    return found.stream()
        .map(
            one ->
                new UnmetPod(
                    one.pod().podId(),
                    one.pod().pod(),
                    one.pod().instance(),
                    Objects.requireNonNull(refs.get(one.tenant())).path(),
                    one.pod().node(),
                    one.pod().region(),
                    one.pod().demanded(),
                    one.pod().given()))
        .toList();
  }

  /** Who demands something comes first: mostly these are few, and of the others nothing is read. */
  private List<Found> read(UUID tenant, boolean below, @Nullable UUID after, int atMost) {
    return jdbc.sql(
            """
            with demanding as materialized (
              select c.descendant_id as tenant_id,
                (array_agg(a.least_isolation
                  order by isolation_rank(a.least_isolation) desc))[1] as least
              from tenant a join tenant_closure c on c.ancestor_id = a.id
              join tenant_closure t on t.descendant_id = c.descendant_id
              where a.least_isolation is not null
                and t.ancestor_id = :tenant and (:below or t.depth = 0)
              group by c.descendant_id)
            select u.tenant_id, u.pod_id, p.name as pod, i.name as instance, u.node,
                   r.name as region, u.least, u.isolation
            from (
              select v.tenant_id, v.pod_id, n.name as node, n.region_id, d.least, n.isolation
              from demanding d
              join reservation v on v.tenant_id = d.tenant_id
              join node n on n.id = v.node_id
              where isolation_rank(n.isolation) < isolation_rank(d.least)
                and (cast(:after as uuid) is null or v.pod_id > :after)
              order by v.pod_id limit :atMost) u
            join region r on r.id = u.region_id
            cross join lateral (select name, instance_id from pod
              where tenant_id = u.tenant_id and id = u.pod_id offset 0) p
            cross join lateral (select name from instance
              where tenant_id = u.tenant_id and id = p.instance_id offset 0) i
            order by u.pod_id
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
