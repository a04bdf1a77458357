package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.instances.InstanceRemoval;
import dev.meridian.controlplane.plans.KeptVolumes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Waits until nothing of the tenant runs and no volume of it is anywhere, as the agents report. A
 * node that is away holds it up, and is named: only its agent can say that data is gone.
 */
@Component
class WorkloadStep implements StepAction {
  private static final int NAMED = 5;

  private final JdbcClient jdbc;
  private final InstanceRemoval removal;
  private final KeptVolumes volumes;

  WorkloadStep(JdbcClient jdbc, InstanceRemoval removal, KeptVolumes volumes) {
    this.jdbc = jdbc;
    this.removal = removal;
    this.volumes = volumes;
  }

  @Override
  public StepKind kind() {
    return StepKind.WORKLOAD;
  }

  @Override
  public void before(UUID tenant, String askedBy) {
    // An install that was under way when the deletion began may have come in since.
    removal.uninstallAll(tenant, askedBy);
    volumes.destroyAll(tenant);
  }

  @Override
  public Progress take(UUID tenant) {
    List<String> reasons = new ArrayList<>(instances(tenant));
    reasons.addAll(onNodes(tenant));
    long held =
        count(
            """
            select (select count(*) from reservation where tenant_id = :tenant)
              + (select count(*) from placement_release where tenant_id = :tenant)
            """,
            tenant);
    if (reasons.isEmpty() && held > 0) {
      reasons.add("Placement gives back what %d pods held".formatted(held));
    }
    if (!reasons.isEmpty()) {
      int more = reasons.size() - NAMED;
      return new Progress.Waiting(
          String.join("; ", reasons.subList(0, Math.min(NAMED, reasons.size())))
              + (more > 0 ? "; and %d more".formatted(more) : ""));
    }
    return new Progress.Done(
        Map.of(
            "pods", Gone.of(ids("select id from pod where tenant_id = ? order by id", tenant)),
            "volumes",
                Gone.of(ids("select id from volume where tenant_id = ? order by id", tenant))));
  }

  /** Those that are not uninstalled; where their own work fails, with that. */
  private List<String> instances(UUID tenant) {
    return jdbc.sql(
            """
            select i.name, i.state, i.state_reason, w.last_error from instance i
            left join work_item w on w.kind = 'instance' and w.key = i.id and w.failures > 0
            where i.tenant_id = ? and i.state <> 'UNINSTALLED' order by i.name limit 100
            """)
        .param(tenant)
        .query(
            (row, n) -> {
              @Nullable String error = row.getString(4);
              String reason = row.getString(3);
              return "Instance '%s' is %s%s"
                  .formatted(
                      row.getString(1),
                      row.getString(2),
                      error != null
                          ? ", and looking after it fails: " + error
                          : reason.isEmpty() ? "" : ": " + reason);
            })
        .list();
  }

  private List<String> onNodes(UUID tenant) {
    return jdbc.sql(
            """
            select n.name, a.connected, a.connection_since, coalesce(p.pods, 0),
              coalesce(v.volumes, 0)
            from agent a join node n on n.agent_id = a.id
            left join lateral (select count(*) as pods from desired_pod d
              where d.agent_id = a.id and d.tenant_id = :tenant) p on true
            left join lateral (select count(*) as volumes from volume o
              where o.node_id = n.id and o.tenant_id = :tenant and o.state <> 'DESTROYED') v on true
            where p.pods > 0 or v.volumes > 0 order by n.name
            """)
        .param("tenant", tenant)
        .query(
            (row, n) ->
                onNode(
                    row.getString(1),
                    row.getBoolean(2),
                    row.getObject(3, OffsetDateTime.class),
                    row.getLong(4),
                    row.getLong(5)))
        .list();
  }

  private static String onNode(
      String node, boolean connected, @Nullable OffsetDateTime since, long pods, long volumes) {
    String what = "%d pods and %d volumes".formatted(pods, volumes);
    if (connected) {
      return "Node '%s' removes %s".formatted(node, what);
    }
    Instant away = since == null ? null : since.toInstant().truncatedTo(ChronoUnit.SECONDS);
    return "Node '%s' is away%s and has %s; they are removed when it is back"
        .formatted(node, away == null ? "" : " since " + away, what);
  }

  private long count(String sql, UUID tenant) {
    return jdbc.sql(sql).param("tenant", tenant).query(Long.class).single();
  }

  private List<UUID> ids(String sql, UUID tenant) {
    return jdbc.sql(sql).param(tenant).query(UUID.class).list();
  }
}
