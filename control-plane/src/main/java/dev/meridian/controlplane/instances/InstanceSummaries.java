package dev.meridian.controlplane.instances;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Instances in numbers and extracts, for overviews. */
@Component
public class InstanceSummaries {
  private static final int MOST_TROUBLED = 20;

  private final Instances instances;
  private final Scopes scopes;
  private final JdbcClient jdbc;

  InstanceSummaries(Instances instances, Scopes scopes, JdbcClient jdbc) {
    this.instances = instances;
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  /** How many live instances of all tenants are in each state; states without one are missing. */
  public Map<String, Long> byState() {
    Map<String, Long> counts = new TreeMap<>();
    scopes.asSystem(
        SystemJob.FEED,
        () ->
            jdbc.sql(
                    """
                    select state, count(*) from instance where state <> 'UNINSTALLED' group by state
                    """)
                .query(
                    row -> {
                      counts.put(row.getString(1), row.getLong(2));
                    }));
    return counts;
  }

  /**
   * Instances of all tenants that need a person, newest first, twenty at the most of each state.
   */
  public List<InstanceView> troubled() {
    return List.of("FAILED", "DEGRADED", "WAITING").stream()
        .flatMap(
            state ->
                instances
                    .ofAll(new Instances.Filter(null, state), MOST_TROUBLED, null)
                    .items()
                    .stream())
        .toList();
  }

  /** The newest live instances of a tenant and of those below it. */
  public List<InstanceView> newest(UUID tenant, int atMost) {
    return instances.ofTenant(tenant, true, new Instances.Filter(null, null), atMost, null).items();
  }
}
