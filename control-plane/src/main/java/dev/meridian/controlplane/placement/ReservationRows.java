package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes what changed hands in a batch, one statement for each table: round trips, not the engine,
 * are what costs.
 */
@Component
class ReservationRows {
  private final JdbcClient jdbc;
  private final PlacementJson json;

  ReservationRows(JdbcClient jdbc, PlacementJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Reservations, ports and history of the changes, in their order. */
  void write(List<HeldChange> changes, Instant now) {
    List<Map<String, Object>> gone = new ArrayList<>();
    List<Map<String, Object>> kept = new ArrayList<>();
    List<Map<String, Object>> ports = new ArrayList<>();
    List<Map<String, Object>> transitions = new ArrayList<>();
    for (HeldChange change : changes) {
      if (change.nothing()) {
        continue;
      }
      HeldPod before = change.before();
      HeldPod after = change.after();
      if (before != null) {
        gone.add(row(before));
      }
      if (after != null) {
        kept.add(row(after));
        after.ports().forEach(port -> ports.add(portRow(after, port)));
      }
      if (after == null && before != null) {
        transitions.add(transition("RELEASED", before, now));
      } else if (after != null && before == null) {
        transitions.add(transition("RESERVED", after, now));
      } else if (after != null && before != null && !after.amounts().equals(before.amounts())) {
        transitions.add(transition("RESIZED", after, now));
      }
    }
    // A pod that was released and placed anew in this batch is in the list twice: the last counts.
    delete("port_reservation", gone);
    delete("reservation", gone);
    insertReservations(kept);
    insertPorts(ports);
    insertTransitions(transitions);
  }

  private static Map<String, Object> row(HeldPod pod) {
    Map<String, Object> row = new HashMap<>();
    Amounts amounts = pod.amounts();
    row.put("tenant_id", pod.tenant());
    row.put("pod_id", pod.podId());
    row.put("node_id", pod.nodeId());
    row.put("cpu_millis", amounts.cpuMillis());
    row.put("memory_bytes", amounts.memoryBytes());
    row.put("disk_bytes", amounts.diskBytes());
    row.put("at", pod.since().toString());
    return row;
  }

  private static Map<String, Object> portRow(HeldPod pod, PlacedPort port) {
    return Map.of(
        "node_id", pod.nodeId(),
        "port", port.number(),
        "tenant_id", pod.tenant(),
        "pod_id", pod.podId(),
        "task", port.task(),
        "name", port.name());
  }

  /** Never before the reservation began, whatever the clocks of replicas say. */
  private static Map<String, Object> transition(String name, HeldPod pod, Instant now) {
    Map<String, Object> row = row(pod);
    row.put("id", Ids.next());
    row.put("transition", name);
    row.put("at", (now.isBefore(pod.since()) ? pod.since() : now).toString());
    return row;
  }

  private void delete(String table, List<Map<String, Object>> rows) {
    if (!rows.isEmpty()) {
      jdbc.sql(
              "delete from "
                  + table
                  + """
                   t using jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant_id uuid, pod_id uuid)
                  where t.tenant_id = r.tenant_id and t.pod_id = r.pod_id
                  """)
          .param("rows", json.write(rows))
          .update();
    }
  }

  private void insertReservations(List<Map<String, Object>> rows) {
    insert(
        """
        insert into reservation
          (tenant_id, pod_id, node_id, cpu_millis, memory_bytes, disk_bytes, created_at)
        select tenant_id, pod_id, node_id, cpu_millis, memory_bytes, disk_bytes, at
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant_id uuid, pod_id uuid,
          node_id uuid, cpu_millis bigint, memory_bytes bigint, disk_bytes bigint, at timestamptz)
        """,
        rows);
  }

  private void insertPorts(List<Map<String, Object>> rows) {
    insert(
        """
        insert into port_reservation (node_id, port, tenant_id, pod_id, task, name)
        select node_id, port, tenant_id, pod_id, task, name
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(node_id uuid, port integer,
          tenant_id uuid, pod_id uuid, task text, name text)
        """,
        rows);
  }

  private void insertTransitions(List<Map<String, Object>> rows) {
    insert(
        """
        insert into pod_transition
          (id, tenant_id, instance_id, instance_name, package_name, pod_id, pod_name, transition,
           at, cpu_millis, memory_bytes, disk_bytes, region_id, node_id, incarnation,
           configuration)
        select r.id, p.tenant_id, p.instance_id, i.name, v.name, p.id, p.name, r.transition,
           r.at, r.cpu_millis, r.memory_bytes, r.disk_bytes, n.region_id, n.id, p.incarnation,
           case when r.transition = 'RELEASED' then p.configuration else i.target_configuration end
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, tenant_id uuid, pod_id uuid,
          node_id uuid, transition text, cpu_millis bigint, memory_bytes bigint,
          disk_bytes bigint, at timestamptz)
        join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
        join instance i on i.tenant_id = p.tenant_id and i.id = p.instance_id
        join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
        join node n on n.id = r.node_id
        order by r.id
        """,
        rows);
  }

  private void insert(String sql, List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    int inserted = jdbc.sql(sql).param("rows", json.write(rows)).update();
    if (inserted != rows.size()) {
      throw new IllegalStateException(
          "placement wrote " + inserted + " of " + rows.size() + " rows: " + sql.strip());
    }
  }
}
