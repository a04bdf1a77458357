package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the rows of nodes as their agents report them. */
@Component
class NodeStore {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Events events;
  private final WorkQueue work;

  NodeStore(Scopes scopes, JdbcClient jdbc, JsonMapper json, Events events, WorkQueue work) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
    this.work = work;
  }

  /**
   * Updates the agent's node when something differs. Zone and runtime stay as they were when it
   * joined: placements were decided on them.
   */
  void update(UUID agentId, long session, NodeFacts facts) {
    scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          int changed =
              jdbc.sql(
                      """
                      update node set address = :address, advertised_address = :advertised,
                        cpu_millis = :cpu, memory_bytes = :memory, disk_bytes = :disk,
                        disk_free_bytes = :diskFree,
                        port_begin = :begin, port_end = :end,
                        attributes = cast(:attributes as jsonb),
                        java_homes = cast(:javaHomes as jsonb),
                        not_enforced = cast(:notEnforced as jsonb),
                        -- The runtime stays, and with it the most that it can give.
                        isolation = case when runtime = 'process' and :isolation = 'container'
                          then 'process' else :isolation end,
                        version = version + 1
                      where agent_id = :agent
                        and exists (select from agent where id = :agent and session = :session)
                        and (address, advertised_address, cpu_millis, memory_bytes, disk_bytes,
                             disk_free_bytes, port_begin, port_end, attributes, java_homes,
                             not_enforced, isolation)
                          is distinct from (:address, :advertised, :cpu, :memory, :disk, :diskFree,
                             :begin,
                             :end, cast(:attributes as jsonb), cast(:javaHomes as jsonb),
                             cast(:notEnforced as jsonb), :isolation)
                      """)
                  .params(facts.columns(json))
                  .param("agent", agentId)
                  .param("session", session)
                  .update();
          if (changed > 0) {
            announce(agentId, "changed");
          }
        });
  }

  /** Tells watchers of the platform about an agent's nodes; in the caller's transaction. */
  void announce(UUID agentId, String what) {
    jdbc.sql(
            """
            select n.name, r.name as region, (select id from tenant where parent_id is null) as root
            from node n join region r on r.id = n.region_id where n.agent_id = ?
            """)
        .param(agentId)
        .query(
            (row, n) -> {
              events.publish(
                  row.getObject("root", UUID.class),
                  "node",
                  row.getString("name"),
                  Map.of(
                      "node",
                      row.getString("name"),
                      "region",
                      row.getString("region"),
                      "what",
                      what));
              return 1;
            })
        .list();
  }

  /** Wakes the reconcilers of every instance with pods on the agent. */
  void wakeInstances(UUID agentId) {
    scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          for (Instance instance : instances(agentId)) {
            work.enqueue(Lane.STATUS, "instance", instance.tenantId(), instance.id());
          }
        });
  }

  private record Instance(UUID tenantId, UUID id) {}

  private java.util.List<Instance> instances(UUID agentId) {
    return jdbc.sql("select distinct tenant_id, instance_id from desired_pod where agent_id = ?")
        .param(agentId)
        .query((row, n) -> new Instance(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list();
  }
}
