package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Isolation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads nodes and reservations; called inside of a system scope. */
@Component
class TopologyLoader {
  private final JdbcClient jdbc;
  private final PlacementJson json;

  TopologyLoader(JdbcClient jdbc, PlacementJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Topology load() {
    return Topology.of(nodes(), strangerPorts(), pods());
  }

  void refreshNodes(Topology topology) {
    topology.replaceNodes(nodes(), strangerPorts());
  }

  /** Differs whenever something that placement knows of nodes differs. */
  String nodesFingerprint() {
    return jdbc.sql(
            """
            select concat_ws('|',
              -- How much room is left on a disk is for people: placement goes by what is reserved.
              (select count(*) || ':' || coalesce(sum(hashtextextended(
                 (to_jsonb(n) - array['disk_free_bytes', 'version'])::text, 0)), 0) from node n),
              (select coalesce(sum(hashtextextended(a.id::text || a.state || a.connected, 0)), 0)
               from agent a),
              (select coalesce(sum(hashtextextended(r.id::text || r.name || r.network_id, 0)), 0)
               from region r),
              (select coalesce(sum(hashtextextended(s.node_id::text || ':' || s.port, 0)), 0)
               from stranger_port s),
              (select coalesce(sum(hashtextextended(v.id::text || v.node_id::text, 0)), 0)
               from volume v where v.state in ('KEPT', 'DESTROYING')),
              -- A limit that was raised lets what waits go on, as a new node does.
              (select coalesce(sum(hashtextextended(concat_ws(':', q.tenant_id, q.scope, q.resource,
                 q.amount_limit, q.guarantee), 0)), 0)
               from quota_counter q where q.scope like 'region:%'))
            """)
        .query(String.class)
        .single();
  }

  private List<NodeFacts> nodes() {
    return jdbc.sql(
            """
            select n.*, r.name as region, w.name as network, a.state, a.connected, a.last_seen_at,
                   n.disk_bytes - coalesce((select sum(v.size_bytes) from volume v
                     where v.node_id = n.id and v.state in ('KEPT', 'DESTROYING')), 0)
                     as disk_left
            from node n
            join region r on r.id = n.region_id
            join network w on w.id = r.network_id
            join agent a on a.id = n.agent_id
            where n.removed_at is null
              or exists (select from reservation o where o.node_id = n.id)
            """)
        .query((row, number) -> node(row))
        .list();
  }

  private NodeFacts node(ResultSet row) throws SQLException {
    return new NodeFacts(
        row.getObject("id", UUID.class),
        row.getObject("agent_id", UUID.class),
        row.getString("name"),
        row.getString("region"),
        row.getString("network"),
        row.getString("zone"),
        row.getString("runtime"),
        Isolation.of(row.getString("isolation")).orElse(Isolation.PROCESS),
        row.getString("address"),
        row.getString("advertised_address"),
        capacity(row),
        row.getInt("port_begin"),
        row.getInt("port_end"),
        json.attributes(row.getString("attributes")),
        json.javaFeatures(row.getString("java_homes")),
        notReady(row),
        row.getBoolean("schedulable"));
  }

  private static @Nullable String notReady(ResultSet row) throws SQLException {
    return switch (row.getString("state")) {
      case "DEAD" -> "it was declared dead";
      case "REMOVED" -> "it was removed";
      case "ON_HOLD" -> "its agent is on hold until an administrator resumes it";
      default -> {
        OffsetDateTime seen = row.getObject("last_seen_at", OffsetDateTime.class);
        yield row.getBoolean("connected")
            ? null
            : "its agent is not connected"
                + (seen == null ? "" : ", last seen " + seen.toInstant());
      }
    };
  }

  private Map<UUID, Set<Integer>> strangerPorts() {
    Map<UUID, Set<Integer>> ports = new HashMap<>();
    jdbc.sql("select node_id, port from stranger_port")
        .query(
            row -> {
              ports
                  .computeIfAbsent(row.getObject("node_id", UUID.class), id -> new HashSet<>())
                  .add(row.getInt("port"));
            });
    return ports;
  }

  private List<HeldPod> pods() {
    Map<UUID, List<PlacedPort>> ports = new HashMap<>();
    jdbc.sql("select pod_id, task, name, port from port_reservation order by pod_id, task, name")
        .query(
            row -> {
              ports
                  .computeIfAbsent(row.getObject("pod_id", UUID.class), id -> new ArrayList<>())
                  .add(
                      new PlacedPort(
                          row.getString("task"), row.getString("name"), row.getInt("port")));
            });
    return jdbc.sql(
            """
            select r.*, p.instance_id, p.name, p.type
            from reservation r
            join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
            """)
        .query((row, number) -> pod(row, ports))
        .list();
  }

  private static HeldPod pod(ResultSet row, Map<UUID, List<PlacedPort>> ports) throws SQLException {
    UUID podId = row.getObject("pod_id", UUID.class);
    return new HeldPod(
        row.getObject("tenant_id", UUID.class),
        row.getObject("instance_id", UUID.class),
        podId,
        row.getString("name"),
        row.getString("type"),
        row.getObject("node_id", UUID.class),
        amounts(row),
        ports.getOrDefault(podId, List.of()),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** Volumes that outlived their pods hold no reservation, and their bytes are still there. */
  private static Amounts capacity(ResultSet row) throws SQLException {
    return new Amounts(
        row.getLong("cpu_millis"),
        row.getLong("memory_bytes"),
        Math.max(0, row.getLong("disk_left")),
        1);
  }

  private static Amounts amounts(ResultSet row) throws SQLException {
    return new Amounts(
        row.getLong("cpu_millis"), row.getLong("memory_bytes"), row.getLong("disk_bytes"), 1);
  }
}
