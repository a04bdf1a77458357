package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.ListedTenants;
import dev.meridian.controlplane.platform.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads volumes for people. Called inside a scope that sees them.
 *
 * <p>{@code offset 0} has the instance and the tenants of a volume found by an index; joined as
 * tables they are found by reading all that row-level security shows.
 */
@Component
class VolumeViews {
  private static final String SELECT =
      """
      select v.id, v.path, v.pod_name, v.instance_name, v.package_name,
             coalesce((select string_agg(t.name, '/' order by c.depth desc)
                       from tenant_closure c cross join lateral (
                         select name, parent_id from tenant where id = c.ancestor_id offset 0) t
                       where c.descendant_id = v.tenant_id and t.parent_id is not null), '-'),
             v.state,
             case when p.promised then 'is restored as soon as the new ' || v.instance_name
               || ' is placed' else v.reason end,
             n.name, g.name, v.size_bytes,
             case when not p.promised then v.kept_until end, v.created_at
      from %s v join node n on n.id = v.node_id join region g on g.id = n.region_id
      cross join lateral (
        select state from instance
        where tenant_id = v.tenant_id and id = v.instance_id offset 0) i
      cross join lateral (select v.state = 'KEPT' and i.state <> 'UNINSTALLED' as promised) p
      """;
  private static final String ALL = SELECT.formatted("volume");

  private final JdbcClient jdbc;

  VolumeViews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a list shows.
   *
   * @param state null: every state but DESTROYED
   * @param instance null: of any
   */
  record Filter(@Nullable String state, @Nullable String instance) {}

  /** Volumes of a tenant and of those below it, by id. */
  Page<PodViews.VolumeView> ofSubtree(
      UUID root, Filter filter, int limit, @Nullable String cursor) {
    return page(ListedTenants.subtree(jdbc, "v.tenant_id", root), filter, limit, cursor);
  }

  /** Volumes of one tenant, by id. */
  Page<PodViews.VolumeView> ofTenant(
      UUID tenant, Filter filter, int limit, @Nullable String cursor) {
    return page(ListedTenants.one("v.tenant_id", tenant), filter, limit, cursor);
  }

  private Page<PodViews.VolumeView> page(
      ListedTenants tenants, Filter filter, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    // A condition only where it is asked for, so that each combination has a plan of its own.
    String found =
        "(select v.* from volume v where "
            + (filter.state() == null ? "v.state <> 'DESTROYED'" : "v.state = :state")
            + (filter.instance() == null ? "" : " and v.instance_name = :instance")
            + tenants.sql()
            + (after == null ? "" : " and v.id > cast(:after as uuid)")
            + " order by v.id limit :limit)";
    JdbcClient.StatementSpec page =
        jdbc.sql(SELECT.formatted(found) + " order by v.id")
            .params(tenants.parameters())
            .param("limit", limit + 1);
    if (filter.state() != null) {
      page = page.param("state", filter.state());
    }
    if (filter.instance() != null) {
      page = page.param("instance", filter.instance());
    }
    if (after != null) {
      page = page.param("after", after.get(0));
    }
    return Page.of(page.query(VolumeViews::view).list(), limit, v -> List.of(v.id().toString()));
  }

  Optional<PodViews.VolumeView> find(UUID tenant, UUID id) {
    return jdbc.sql(ALL + " where v.tenant_id = ? and v.id = ?")
        .params(tenant, id)
        .query(VolumeViews::view)
        .optional();
  }

  List<PodViews.VolumeView> ofInstance(UUID tenant, UUID instance) {
    return jdbc.sql(
            ALL
                + """
                 where v.tenant_id = ? and v.instance_id = ? and v.state <> 'DESTROYED'
                order by v.pod_name, v.path
                """)
        .params(tenant, instance)
        .query(VolumeViews::view)
        .list();
  }

  UUID agentOf(UUID tenant, UUID volume) {
    return jdbc.sql(
            """
            select n.agent_id from volume v join node n on n.id = v.node_id
            where v.tenant_id = ? and v.id = ?
            """)
        .params(tenant, volume)
        .query(UUID.class)
        .single();
  }

  private static PodViews.VolumeView view(ResultSet row, int n) throws SQLException {
    return new PodViews.VolumeView(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getLong(11),
        PlanRows.instant(row, 12),
        row.getObject(13, OffsetDateTime.class).toInstant());
  }
}
