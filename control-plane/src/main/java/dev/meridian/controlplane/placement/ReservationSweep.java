package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up reservations per node once more and compares them with the writer's model. */
@Component
class ReservationSweep {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final PlacementStore store;

  ReservationSweep(Scopes scopes, JdbcClient jdbc, PlacementStore store) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.store = store;
  }

  private record Sums(long cpuMillis, long memoryBytes, long diskBytes, long ports) {
    static final Sums NONE = new Sums(0, 0, 0, 0);
  }

  /** A sentence for each node that differs; called by the writer between batches. */
  List<String> compare(Lease lease, Topology topology) {
    Map<UUID, Sums> stored = new HashMap<>();
    scopes.asSystem(
        SystemJob.PLACEMENT,
        () -> {
          store.fence(lease);
          jdbc.sql(
                  """
                  select n.id,
                    coalesce(r.cpu, 0) as cpu, coalesce(r.memory, 0) as memory,
                    coalesce(r.disk, 0) as disk, coalesce(p.ports, 0) as ports
                  from node n
                  left join (select node_id, sum(cpu_millis)::bigint as cpu,
                      sum(memory_bytes)::bigint as memory, sum(disk_bytes)::bigint as disk
                    from reservation group by node_id) r on r.node_id = n.id
                  left join (select node_id, count(*) as ports
                    from port_reservation group by node_id) p on p.node_id = n.id
                  """)
              .query(
                  row -> {
                    stored.put(
                        row.getObject("id", UUID.class),
                        new Sums(
                            row.getLong("cpu"),
                            row.getLong("memory"),
                            row.getLong("disk"),
                            row.getLong("ports")));
                  });
        });
    List<String> differences = new ArrayList<>();
    for (NodeState node : topology.nodes()) {
      Sums model =
          new Sums(
              node.allocatedCpuMillis(),
              node.allocatedMemoryBytes(),
              node.allocatedDiskBytes(),
              node.portsHeld());
      Sums rows = stored.getOrDefault(node.facts().id(), Sums.NONE);
      if (!model.equals(rows)) {
        differences.add("node " + node.facts().name() + ": model " + model + ", rows " + rows);
      }
    }
    return differences;
  }
}
