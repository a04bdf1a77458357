package dev.meridian.controlplane.maintenance;

import dev.meridian.tenancy.TenantRef;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the windows that bind an instance: its own, else those of the nearest tenant above it. */
@Component
public class MaintenanceRules {
  private static final int OWN = -1;

  private final JdbcClient jdbc;
  private final MaintenanceRows rows;

  MaintenanceRules(JdbcClient jdbc, MaintenanceRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /**
   * The rule for an instance, or for the tenant itself. Call in a scope that sees the tenant and
   * those above it.
   *
   * @param instance null: for instances of the tenant that have no windows of their own
   */
  public MaintenanceRule of(TenantRef tenant, @Nullable UUID instance) {
    return jdbc.sql(
            """
            select depth, name, maintenance from (
              select -1 as depth, i.name, i.maintenance from instance i
              where i.tenant_id = :tenant and i.id = cast(:instance as uuid)
              union all
              select c.depth, t.name, t.maintenance from tenant_closure c
              join tenant t on t.id = c.ancestor_id where c.descendant_id = :tenant) w
            where maintenance <> '[]' order by depth limit 1
            """)
        .param("tenant", tenant.id())
        .param("instance", instance)
        .query(
            (row, n) ->
                new MaintenanceRule(
                    row.getInt(1) == OWN
                        ? "instance " + row.getString(2)
                        : above(tenant, row.getInt(1)),
                    rows.read(row.getString(3)).stream().map(WindowView::window).toList()))
        .optional()
        .orElse(MaintenanceRule.NONE);
  }

  private static String above(TenantRef tenant, int depth) {
    String[] names = tenant.isRoot() ? new String[0] : tenant.path().split("/", -1);
    return depth >= names.length
        ? "the platform"
        : String.join("/", Arrays.copyOf(names, names.length - depth));
  }
}
