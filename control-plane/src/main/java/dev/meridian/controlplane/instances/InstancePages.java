package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.platform.ListedTenants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Pages of instances, newest first, with what {@link #SHOWN} names. A condition stands in a query
 * only where it is asked for, so that each combination has a plan of its own; the page is found
 * before anything is counted for it.
 */
final class InstancePages {
  /**
   * An instance {@code i} with its package and the counts of its pods. Its package is its tenant's
   * or the root's, and so seen by all who see the instance.
   */
  static final String SHOWN =
      """
      select i.id, i.name, i.tenant_id, v.name, v.version, i.state, i.state_reason, i.state_since,
             i.target_configuration, i.version, i.placement, i.created_at, i.created_by,
             p.total, p.running, p.ready
      from %s i
      join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
      cross join lateral (
        select count(*) as total,
               count(*) filter (where p.state in ('RUNNING', 'READY')) as running,
               count(*) filter (where p.state = 'READY') as ready
        from pod p
        where p.tenant_id = i.tenant_id and p.instance_id = i.id and p.state <> 'REMOVED') p
      """;

  private static final String NEWEST = " order by i.created_at desc, i.id desc";

  private final JdbcClient jdbc;

  InstancePages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * At most {@code limit} instances; called inside a scope that sees them.
   *
   * @param after the time and the id of the last one of the page before; null: from the first
   */
  StatementSpec page(
      ListedTenants tenants, Instances.Filter filter, @Nullable List<String> after, int limit) {
    StatementSpec page =
        jdbc.sql(SHOWN.formatted("(" + rows(tenants, filter, after) + ")") + NEWEST)
            .params(tenants.parameters())
            .param("limit", limit);
    if (filter.packageName() != null) {
      page = page.param("package", filter.packageName());
    }
    if (filter.state() != null) {
      page = page.param("state", filter.state());
    }
    return after == null ? page : page.param("at", after.get(0)).param("id", after.get(1));
  }

  private static String rows(
      ListedTenants tenants, Instances.Filter filter, @Nullable List<String> after) {
    String found =
        (filter.state() == null ? " and i.state <> 'UNINSTALLED'" : " and i.state = :state")
            + tenants.sql()
            + (after == null
                ? ""
                : " and (i.created_at, i.id) < (cast(:at as timestamptz), cast(:id as uuid))")
            + NEWEST
            + " limit :limit";
    return filter.packageName() == null
        ? "select i.* from instance i where true" + found
        // Of each version the newest, from an index in their order; then the newest of those.
        : """
          select i.* from package_version v cross join lateral (
            select i.* from instance i
            where i.package_tenant_id = v.tenant_id and i.package_id = v.id"""
            + found
            + ") i where v.name = :package"
            + NEWEST
            + " limit :limit";
  }
}
