package dev.meridian.tenancy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The isolation that tenants demand for themselves and all below them. Of a tenant's own demand and
 * those above it the strictest counts; of equal ones that of the highest. Call inside of a system
 * scope. Asks nobody for permission.
 */
public final class IsolationDemands {
  private final JdbcClient jdbc;

  public IsolationDemands(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a tenant demands of its own.
   *
   * @param least {@link Isolation#PROCESS}, which every node gives: nothing
   * @param version grows with each change
   */
  public record Own(Isolation least, long version) {}

  /** What counts for each of the tenants; those without any demand are left out. */
  public Map<UUID, IsolationDemand> of(Collection<UUID> tenants) {
    Map<UUID, IsolationDemand> demands = new HashMap<>();
    if (!tenants.isEmpty()) {
      jdbc.sql(
              """
              select distinct on (c.descendant_id) c.descendant_id, above.least_isolation, %s as path
              from tenant_closure c join tenant above on above.id = c.ancestor_id
              where c.descendant_id in (:tenants) and above.least_isolation is not null
              order by c.descendant_id, isolation_rank(above.least_isolation) desc, c.depth desc
              """
                  .formatted(Tenants.path("above.id")))
          .param("tenants", tenants)
          .query(
              row -> {
                demands.put(
                    row.getObject(1, UUID.class),
                    new IsolationDemand(level(row.getString(2)), row.getString(3)));
              });
    }
    return demands;
  }

  /** What counts for a tenant; empty when neither it nor a tenant above it demands anything. */
  public Optional<IsolationDemand> of(UUID tenant) {
    return Optional.ofNullable(of(java.util.List.of(tenant)).get(tenant));
  }

  /** What the tenant demands of its own; its row is locked for a change until the end. */
  public Own lock(UUID tenant) {
    return own(tenant, "for no key update");
  }

  /** What the tenant demands of its own. */
  public Own own(UUID tenant) {
    return own(tenant, "");
  }

  private Own own(UUID tenant, String lock) {
    return jdbc.sql("select least_isolation, isolation_version from tenant where id = ? " + lock)
        .param(tenant)
        .query(
            (row, number) -> {
              String least = row.getString(1);
              return new Own(least == null ? Isolation.PROCESS : level(least), row.getLong(2));
            })
        .single();
  }

  /**
   * Replaces what the tenant demands of its own and raises its version.
   *
   * @param least {@link Isolation#PROCESS}, which every node gives: nothing
   */
  public void set(UUID tenant, Isolation least) {
    jdbc.sql(
            """
            update tenant set least_isolation = :least, isolation_version = isolation_version + 1
            where id = :tenant
            """)
        .param("least", least == Isolation.PROCESS ? null : least.key())
        .param("tenant", tenant)
        .update();
  }

  private static Isolation level(String key) {
    return Isolation.of(key)
        .orElseThrow(
            () -> new IllegalStateException("'" + key + "' is no level of isolation known here"));
  }
}
