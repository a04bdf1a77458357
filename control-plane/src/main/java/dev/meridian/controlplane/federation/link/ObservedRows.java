package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.federation.ObservedTask;
import dev.meridian.tenancy.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes what agents observed, many rows a statement; in the caller's transaction. */
@Component
class ObservedRows {
  private static final TypeReference<List<ObservedTask>> TASKS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  // Rows travel as one JSON parameter whose members are named like the columns.
  private final JsonMapper columns;

  ObservedRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
    this.columns =
        json.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  }

  /** Those of the pods that are or were ordered to their agent. */
  List<OwnedPod> owned(Collection<OwnedPod.Key> pods) {
    if (pods.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select w.agent_id, w.pod_id, o.tenant_id, o.instance_id, o.highest, o.tombstone,
                   coalesce(i.name, '') as instance_name, coalesce(v.name, '') as package_name,
                   coalesce(p.name, '') as pod_name, coalesce(p.configuration, 0) as configuration,
                   coalesce(r.cpu_millis, 0) as cpu, coalesce(r.memory_bytes, 0) as memory,
                   coalesce(r.disk_bytes, 0) as disk,
                   coalesce(rn.region_id, a.region_id) as region_id,
                   coalesce(rn.id, (select n.id from node n where n.agent_id = a.id
                                    order by n.id limit 1)) as node_id
            from unnest(cast(:agents as uuid[]), cast(:pods as uuid[])) as w (agent_id, pod_id)
            join agent a on a.id = w.agent_id
            cross join lateral (
              select k.tenant_id, k.instance_id, max(k.incarnation) as highest,
                     coalesce(max(k.incarnation) filter (where k.removal), 0) as tombstone
              from (select d.tenant_id, d.instance_id, d.incarnation, d.kind = 'REMOVE' as removal
                    from desired_pod d where d.agent_id = w.agent_id and d.pod_id = w.pod_id
                    union all
                    select s.tenant_id, s.instance_id, s.incarnation, false
                    from observed_pod s where s.agent_id = w.agent_id and s.pod_id = w.pod_id) k
              group by k.tenant_id, k.instance_id) o
            left join pod p on p.tenant_id = o.tenant_id and p.id = w.pod_id
            left join instance i on i.tenant_id = o.tenant_id and i.id = o.instance_id
            left join package_version v
              on v.tenant_id = i.package_tenant_id and v.id = i.package_id
            left join reservation r on r.tenant_id = o.tenant_id and r.pod_id = w.pod_id
            left join node rn on rn.id = r.node_id and rn.agent_id = a.id
            """)
        .param("agents", ids(pods, true))
        .param("pods", ids(pods, false))
        .query(
            (row, n) ->
                new OwnedPod(
                    row.getObject("agent_id", UUID.class),
                    row.getObject("pod_id", UUID.class),
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("instance_id", UUID.class),
                    row.getLong("highest"),
                    row.getLong("tombstone"),
                    row.getString("instance_name"),
                    row.getString("package_name"),
                    row.getString("pod_name"),
                    row.getInt("configuration"),
                    row.getLong("cpu"),
                    row.getLong("memory"),
                    row.getLong("disk"),
                    row.getObject("region_id", UUID.class),
                    row.getObject("node_id", UUID.class)))
        .list();
  }

  /** What is stored of the pods, every incarnation. */
  List<ObservedRow> of(Collection<OwnedPod.Key> pods) {
    if (pods.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select o.* from observed_pod o
            join unnest(cast(:agents as uuid[]), cast(:pods as uuid[])) as w (agent_id, pod_id)
              on w.agent_id = o.agent_id and w.pod_id = o.pod_id
            """)
        .param("agents", ids(pods, true))
        .param("pods", ids(pods, false))
        .query((row, n) -> row(row))
        .list();
  }

  private ObservedRow row(ResultSet row) throws SQLException {
    return new ObservedRow(
        row.getObject("agent_id", UUID.class),
        row.getObject("pod_id", UUID.class),
        row.getLong("incarnation"),
        row.getObject("tenant_id", UUID.class),
        row.getObject("instance_id", UUID.class),
        row.getLong("sequence"),
        row.getString("boot_id"),
        ObservedPod.State.valueOf(row.getString("state")),
        row.getString("reason"),
        json.readValue(row.getString("tasks"), TASKS),
        Arrays.asList((Integer[]) row.getArray("taken_ports").getArray()),
        row.getLong("revision"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("removed"));
  }

  /** Writes what a fold has changed. */
  void write(StatusFold fold, Instant now) {
    upsert(fold.rows());
    append(fold.transitions(), now);
    finish(fold.done());
    strangers(fold, now);
  }

  private void upsert(List<ObservedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into observed_pod as o (agent_id, pod_id, incarnation, tenant_id, instance_id,
              sequence, boot_id, state, reason, tasks, taken_ports, revision, at, received_at,
              removed)
            select x.agent_id, x.pod_id, x.incarnation, x.tenant_id, x.instance_id,
              x.sequence, x.boot_id, x.state, x.reason, x.tasks, x.taken_ports, x.revision, x.at,
              x.received_at, x.removed
            from jsonb_to_recordset(cast(:rows as jsonb)) as x (agent_id uuid, pod_id uuid,
              incarnation bigint, tenant_id uuid, instance_id uuid, sequence bigint, boot_id text,
              state text, reason text, tasks jsonb, taken_ports integer[], revision bigint,
              at timestamptz, received_at timestamptz, removed boolean)
            order by x.agent_id, x.pod_id, x.incarnation
            on conflict (agent_id, pod_id, incarnation) do update
            set sequence = excluded.sequence, boot_id = excluded.boot_id, state = excluded.state,
                reason = excluded.reason, tasks = excluded.tasks,
                taken_ports = excluded.taken_ports, revision = excluded.revision,
                at = excluded.at, received_at = excluded.received_at, removed = excluded.removed
            where excluded.sequence >= o.sequence and not o.removed
            """)
        .param("rows", rowsAsJson(rows))
        .update();
  }

  // The tasks keep the member names of ObservedTask: they are read back, and by people, as JSON.
  private String rowsAsJson(List<ObservedRow> rows) {
    var array = columns.createArrayNode();
    for (ObservedRow row : rows) {
      var node = (tools.jackson.databind.node.ObjectNode) columns.valueToTree(row);
      node.set("tasks", json.valueToTree(row.tasks()));
      array.add(node);
    }
    return columns.writeValueAsString(array);
  }

  private record TransitionRow(
      UUID id,
      UUID tenantId,
      UUID instanceId,
      String instanceName,
      String packageName,
      UUID podId,
      String podName,
      String transition,
      Instant at,
      @org.jspecify.annotations.Nullable Instant agentAt,
      long cpuMillis,
      long memoryBytes,
      long diskBytes,
      @org.jspecify.annotations.Nullable UUID regionId,
      @org.jspecify.annotations.Nullable UUID nodeId,
      long incarnation,
      int configuration) {

    static TransitionRow of(StatusFold.Transition transition, Instant now) {
      OwnedPod pod = transition.pod();
      return new TransitionRow(
          Ids.next(),
          pod.tenantId(),
          pod.instanceId(),
          pod.instanceName(),
          pod.packageName(),
          pod.podId(),
          pod.podName(),
          transition.phase().name(),
          now,
          transition.agentAt(),
          pod.cpuMillis(),
          pod.memoryBytes(),
          pod.diskBytes(),
          pod.regionId(),
          pod.nodeId(),
          transition.incarnation(),
          pod.configuration());
    }
  }

  private void append(List<StatusFold.Transition> transitions, Instant now) {
    if (transitions.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into pod_transition (id, tenant_id, instance_id, instance_name, package_name,
              pod_id, pod_name, transition, at, agent_at, cpu_millis, memory_bytes, disk_bytes,
              region_id, node_id, incarnation, configuration)
            select x.* from jsonb_to_recordset(cast(:rows as jsonb)) as x (id uuid, tenant_id uuid,
              instance_id uuid, instance_name text, package_name text, pod_id uuid, pod_name text,
              transition text, at timestamptz, agent_at timestamptz, cpu_millis bigint,
              memory_bytes bigint, disk_bytes bigint, region_id uuid, node_id uuid,
              incarnation bigint, configuration integer)
            """)
        .param(
            "rows",
            columns.writeValueAsString(
                transitions.stream().map(t -> TransitionRow.of(t, now)).toList()))
        .update();
  }

  private void finish(List<StatusFold.Done> done) {
    for (StatusFold.Done removal : done) {
      jdbc.sql(
              """
              delete from desired_pod
              where agent_id = :agent and pod_id = :pod and incarnation <= :incarnation
              """)
          .param("agent", removal.agentId())
          .param("pod", removal.podId())
          .param("incarnation", removal.incarnation())
          .update();
    }
  }

  private void strangers(StatusFold fold, Instant now) {
    for (StatusFold.TakenPort taken : fold.takenPorts()) {
      jdbc.sql(
              """
              insert into stranger_port (node_id, port, seen_at) values (:node, :port, :now)
              on conflict (node_id, port) do update set seen_at = excluded.seen_at
              """)
          .param("node", taken.nodeId())
          .param("port", taken.port())
          .param("now", now.atOffset(java.time.ZoneOffset.UTC))
          .update();
    }
  }

  private static String[] ids(Collection<OwnedPod.Key> pods, boolean agents) {
    return pods.stream()
        .map(key -> (agents ? key.agentId() : key.podId()).toString())
        .toArray(String[]::new);
  }
}
