package dev.meridian.controlplane.platform;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tenants whose rows a list shows, as a condition that an index serves.
 *
 * <p>Row-level security alone hides the rows of others, but no index serves its policy for a
 * subtree: without a condition beside it every tenant's rows are read for the list of one. Where
 * the tenants are few, their rows are found by tenant. Where they are many, there is no condition:
 * the list is then read in its own order, and most rows that it meets are shown.
 *
 * @param sql names a parameter; empty for no condition
 */
public record ListedTenants(String sql, Map<String, Object> parameters) {
  /** Above that many, their rows are no longer put together and sorted for each page. */
  static final int FEW = 200;

  private static final ListedTenants ALL = new ListedTenants("", Map.of());

  /** Every row that the scope shows. */
  public static ListedTenants all() {
    return ALL;
  }

  /**
   * One tenant alone.
   *
   * @param column of the table that is listed
   */
  public static ListedTenants one(String column, UUID tenant) {
    return new ListedTenants(" and %s = :tenant".formatted(column), Map.of("tenant", tenant));
  }

  /** A tenant and those below it; called in the scope of its subtree. */
  public static ListedTenants subtree(JdbcClient jdbc, String column, UUID root) {
    List<UUID> below =
        jdbc.sql("select descendant_id from tenant_closure where ancestor_id = ? limit ?")
            .params(root, FEW + 1)
            .query(UUID.class)
            .list();
    if (below.size() > FEW) {
      return ALL;
    }
    return below.size() == 1
        ? one(column, root)
        : new ListedTenants(
            " and %s = any (:tenants)".formatted(column),
            Map.of("tenants", below.toArray(UUID[]::new)));
  }
}
