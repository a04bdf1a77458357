package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Three hundred tenants below one, with ten instances each, one of which has failed, and a volume
 * and two pods for each instance; all of them beside one another in time. Says how many rows of a
 * table a list reads, for a plan that reads too much is slow only where there is much.
 */
public final class ManyInstanceRows {
  public static final int INSTANCES = 3_000;

  private final TestDatabase database;
  private final UUID above;
  private final UUID small;

  private ManyInstanceRows(TestDatabase database, UUID above, UUID small) {
    this.database = database;
    this.above = above;
    this.small = small;
  }

  public static ManyInstanceRows fill(TestDatabase database) throws SQLException {
    UUID above = database.tenant("above");
    UUID small = UUID.nameUUIDFromBytes("t1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (String sql :
        new String[] {
          """
          insert into tenant (id, parent_id, name, label, display_name, created_at)
          select overlay(overlay(md5('t' || i) placing '3' from 13) placing
              translate(substr(md5('t' || i), 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')
              from 17)::uuid, p.id, 't-' || i, 't-' || i, 'T', now()
          from tenant p, generate_series(1, 300) i where p.name = 'above'
          """,
          """
          insert into tenant_closure (ancestor_id, descendant_id, depth)
          select t.id, t.id, 0 from tenant t where t.name like 't-%'
          union all select c.ancestor_id, t.id, c.depth + 1
          from tenant t join tenant_closure c on c.descendant_id = t.parent_id
          where t.name like 't-%'
          """,
          """
          insert into package_version (tenant_id, id, name, version, sort_key, summary, metadata,
            bundle, digest, published_at, published_by)
          select t.id, gen_random_uuid(), 'p-' || i, '1.0.0', '1', '', '{}', '', '', now(), 'test'
          from tenant t, generate_series(1, 3) i where t.parent_id is null
          """,
          """
          insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
            state_reason, state_since, target_configuration, placement, created_at, created_by)
          select t.id, gen_random_uuid(), t.name || '-' || i, p.tenant_id, p.id,
            case when i = 3 then 'FAILED' when i = 4 then 'UNINSTALLED' else 'RUNNING' end, '',
            now(), 1, '{"regions": []}', now() - (random() * 1000) * interval '1 minute', 'test'
          from tenant t, generate_series(1, 10) i, package_version p
          where t.name like 't-%'
            and p.name = 'p-' || case when t.name = 't-300' then 3 when i > 7 then 2 else 1 end
          """,
          """
          insert into pod (tenant_id, id, instance_id, name, type, index, state, reason, since)
          select tenant_id, gen_random_uuid(), id, 'server-' || i, 'server', i, 'READY', '', now()
          from instance, generate_series(0, 1) i
          """,
          """
          with network as (
            insert into network (id, name) values (gen_random_uuid(), 'n') returning id),
          region as (
            insert into region (id, name, display_name, provider, network_id, created_at)
            select gen_random_uuid(), 'r', 'R', 'on-prem', id, now() from network returning id),
          agent as (
            insert into agent (id, region_id, public_key, history_epoch, joined_at)
            select gen_random_uuid(), id, '', gen_random_uuid(), now() from region
            returning id, region_id)
          insert into node (id, region_id, agent_id, name, zone, runtime, address,
            advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
          select gen_random_uuid(), region_id, id, 'n', 'a', 'process', '', '', 1, 1, 1, 1, 1, now()
          from agent
          """,
          """
          insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id,
            pod_name, path, size_bytes, node_id, state, created_at)
          select i.tenant_id, gen_random_uuid(), i.id, i.name, 'p', gen_random_uuid(), 'server-0',
            'data', 1, n.id, case when i.state = 'FAILED' then 'MISSING' else 'READY' end, now()
          from instance i, node n
          """
        }) {
      database
          .scopes()
          .asSystem(SystemJob.TENANT_ADMINISTRATION, () -> database.jdbc().sql(sql).update());
    }
    try (Connection owner = database.database().access().connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("analyze");
    }
    return new ManyInstanceRows(database, above, small);
  }

  /** Has three hundred below it. */
  public UUID above() {
    return above;
  }

  /** Has ten instances and nobody below it. */
  public UUID small() {
    return small;
  }

  /** What a list answers, and how many rows of the table were read for it. */
  public record Answer<T>(T page, long read) {}

  /** Inside of the transaction whose reads are counted. */
  public <T> Answer<T> counting(String table, Supplier<T> list) {
    long before = read(table);
    T page = list.get();
    return new Answer<>(page, read(table) - before);
  }

  private long read(String table) {
    return database
        .jdbc()
        .sql(
            """
            select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
            from pg_stat_xact_user_tables where relid = cast(? as regclass)
            """)
        .param(table)
        .query(Long.class)
        .single();
  }
}
