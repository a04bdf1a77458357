package dev.meridian.tenancy;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Instances of twenty packages in {@link ManyTenants}: ten in each tenant, ten pods with a
 * reservation and one volume in each instance, on a thousand nodes; and a hundred secrets and a
 * thousand audit events in each of the tenants that are asked for them.
 *
 * <p>One in five hundred has failed, one in twenty is uninstalled, and one in five thousand is of a
 * package that hardly anybody uses, so that a filter finds much, little, or next to nothing.
 */
public final class ManyInstances {
  public static final int INSTANCES = 10 * ManyTenants.TENANTS;
  public static final int PODS = 10 * INSTANCES;

  /** Of a quarter of the instances, and of next to none. */
  public static final String COMMON_PACKAGE = "p-1";

  public static final String RARE_PACKAGE = "p-20";
  public static final String RARE_STATE = "FAILED";

  private static final int NODES = 1_000;

  private static final String REGIONS =
      """
      with made as (
        insert into network (id, name) values (md5('network')::uuid, 'network') returning id)
      insert into region (id, name, display_name, provider, network_id, created_at)
      select md5('r' || i)::uuid, 'r-' || i, 'Region ' || i, 'on-prem', made.id, now()
      from made, generate_series(1, 10) i
      """;

  private static final String AGENTS =
      """
      insert into agent (id, region_id, public_key, history_epoch, joined_at)
      select md5('n' || i)::uuid, md5('r' || 1 + i %% 10)::uuid, decode(md5('n' || i), 'hex'),
        h.epoch, now()
      from generate_series(1, %1$d) i, history_epoch h
      """;

  private static final String NODE_ROWS =
      """
      insert into node (id, region_id, agent_id, name, zone, runtime, address, advertised_address,
        cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
      select md5('n' || i)::uuid, md5('r' || 1 + i %% 10)::uuid, md5('n' || i)::uuid, 'n-' || i,
        'a', 'process', '127.0.0.1', '127.0.0.1', 1000000, 1::bigint << 42, 1::bigint << 44,
        20000, 30000, now()
      from generate_series(1, %1$d) i
      """;

  private static final String PACKAGES =
      """
      insert into package_version (tenant_id, id, name, version, sort_key, summary, metadata, bundle,
        digest, published_at, published_by)
      select t.id, md5('p' || i)::uuid, 'p-' || i, '1.0.0', '1', 'Package ' || i, '{}', '', '',
        now(), 'bench'
      from tenant t, generate_series(1, 20) i where t.parent_id is null
      """;

  private static final String INSTANCE_ROWS =
      """
      insert into instance (tenant_id, id, name, package_tenant_id, package_id, state, state_reason,
        state_since, target_configuration, deployed, placement, created_at, created_by)
      select md5('t' || 1 + i %% %2$d)::uuid, md5('i' || i)::uuid, 'i-' || i, t.id,
        md5('p' || case when i %% 5000 = 7 then 20 else 1 + (i %% 20) * (i %% 20) / 20 end)::uuid,
        case when i %% 500 = 3 then 'FAILED' when i %% 20 = 1 then 'UNINSTALLED'
          when i %% 50 = 2 then 'DEGRADED' else 'RUNNING' end,
        '', now(), 1, true, '{}', now() - (%1$d - i) * interval '1 minute', 'bench'
      from generate_series(1, %1$d) i, tenant t where t.parent_id is null
      """;

  private static final String POD_ROWS =
      """
      insert into pod (tenant_id, id, instance_id, name, type, index, state, reason, since)
      select i.tenant_id, md5(i.name || '-' || p)::uuid, i.id, 'server-' || p, 'server', p,
        case when i.state = 'UNINSTALLED' then 'REMOVED' when p = 9 then 'RUNNING' else 'READY' end,
        '', now()
      from instance i, generate_series(0, 9) p
      """;

  private static final String RESERVATIONS =
      """
      insert into reservation (tenant_id, pod_id, node_id, cpu_millis, memory_bytes, disk_bytes,
        created_at)
      select p.tenant_id, p.id, md5('n' || 1 + abs(hashtext(p.id::text)) %% %1$d)::uuid, 100,
        1 << 28, 1 << 28, now()
      from pod p where p.state <> 'REMOVED'
      """;

  private static final String VOLUMES =
      """
      insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id, pod_name,
        path, size_bytes, node_id, state, kept_until, created_at)
      select i.tenant_id, md5('v' || i.name)::uuid, i.id, i.name, 'p', md5(i.name || '-0')::uuid,
        'server-0', 'data', 1 << 28, md5('n' || 1 + abs(hashtext(i.name)) %% %1$d)::uuid,
        case when i.state = 'UNINSTALLED' then 'KEPT' when i.state = 'FAILED' then 'MISSING'
          else 'READY' end,
        case when i.state = 'UNINSTALLED' then now() + interval '7 days' end, now()
      from instance i
      """;

  private static final String SECRETS =
      """
      insert into secret (tenant_id, id, path, labels, current_version, created_at, created_by)
      select md5('t' || t)::uuid, md5('s' || t || '-' || i)::uuid, 'app-' || i %% 10 || '/s-' || i,
        jsonb_build_object('kind', 'k-' || i %% 7), 1, now(), 'bench'
      from unnest(array[1, %1$d]) t, generate_series(1, 100) i
      """;

  private static final String EVENTS =
      """
      insert into audit_event (id, tenant_id, at, actor, action, subject, outcome)
      select md5('e' || t || '-' || i)::uuid, md5('t' || t)::uuid, now() - i * interval '1 minute',
        'member-' || i %% 10, 'bench.' || i %% 5, 'subject-' || i %% 50,
        case when i %% 100 = 0 then 'REFUSED' else 'DONE' end
      from unnest(array[1, %1$d]) t, generate_series(1, 1000) i
      """;

  // Without the version nobody is shown a secret; nothing is sealed in these, for nobody opens
  // them.
  private static final String DATA_KEYS =
      """
      insert into data_key (tenant_id, version, wrapped_by, wrapped, created_at)
      select md5('t' || t)::uuid, 1, 'local', '', now() from unnest(array[1, %1$d]) t
      """;

  private static final String SECRET_VERSIONS =
      """
      insert into secret_version (tenant_id, secret_id, number, data_key, sealed, size_bytes,
        created_at, created_by)
      select tenant_id, id, 1, 1, '', 0, now(), 'bench' from secret
      where created_by = 'bench'
      """;

  private ManyInstances() {}

  /** The id of a node, counted from 1. */
  public static UUID node(int number) {
    return ManyTenants.id("n" + number);
  }

  /** Makes them in the tenants that are there, as the owner of the tables. */
  public static void fill(JdbcClient jdbc) {
    for (String sql : List.of(REGIONS, PACKAGES)) {
      jdbc.sql(sql).update();
    }
    for (String sql : List.of(AGENTS, NODE_ROWS)) {
      jdbc.sql(sql.formatted(NODES)).update();
    }
    jdbc.sql(INSTANCE_ROWS.formatted(INSTANCES, ManyTenants.TENANTS)).update();
    jdbc.sql(POD_ROWS).update();
    for (String sql : List.of(RESERVATIONS, VOLUMES)) {
      jdbc.sql(sql.formatted(NODES)).update();
    }
    for (String sql : List.of(DATA_KEYS, SECRETS, EVENTS)) {
      jdbc.sql(sql.formatted(ManyTenants.TENANTS)).update();
    }
    jdbc.sql(SECRET_VERSIONS).update();
  }
}
