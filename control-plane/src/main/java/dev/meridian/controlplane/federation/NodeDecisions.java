package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What only a person decides about a node: that it is dead, and that it goes on after a restore.
 */
@Component
public class NodeDecisions {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Nodes nodes;
  private final Restatement restatement;
  private final AgentStreams streams;
  private final WorkQueue work;
  private final Events events;
  private final Audit audit;
  private final Tenants tenants;
  private final Callers callers;
  private final InstantSource clock;

  NodeDecisions(
      Scopes scopes,
      JdbcClient jdbc,
      Nodes nodes,
      Restatement restatement,
      AgentStreams streams,
      WorkQueue work,
      Events events,
      Audit audit,
      Tenants tenants,
      Callers callers,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.nodes = nodes;
    this.restatement = restatement;
    this.streams = streams;
    this.work = work;
    this.events = events;
    this.audit = audit;
    this.tenants = tenants;
    this.callers = callers;
    this.clock = clock;
  }

  /**
   * Declares the node dead: nothing is placed on it any more, and its pods may be replaced as if
   * their processes were gone. Should its agent come back, it is told the removals and nothing
   * else.
   *
   * @param confirm the node's name, as a person typed it
   */
  public NodeView declareDead(UUID nodeId, @Nullable String confirm) {
    NodeView node = nodes.get(nodeId);
    requireConfirmed(
        node,
        confirm,
        "Declaring a node dead lets its pods start elsewhere, even if they still run there.");
    scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION,
        () -> {
          UUID root = tenants.root().id();
          @Nullable Sha256 before = audit.before(root, "node.declare-dead", nodeId);
          int changed =
              jdbc.sql(
                      """
                      update agent set state = 'DEAD', declared_dead_at = ?, declared_dead_by = ?
                      where id = ? and state not in ('DEAD', 'REMOVED')
                      """)
                  .params(now(), actor(), node.agentId())
                  .update();
          if (changed == 0) {
            return;
          }
          jdbc.sql("update node set schedulable = false, version = version + 1 where agent_id = ?")
              .param(node.agentId())
              .update();
          wakeInstances(node.agentId());
          audit.done(
              root,
              AuditNote.of("node.declare-dead", node.region() + "/" + node.name(), nodeId, Map.of())
                  .from(before));
          events.publish(
              root, "node", node.name(), Map.of("node", node.name(), "region", node.region()));
        });
    streams.disconnect(node.agentId(), "The node was declared dead.");
    return nodes.get(nodeId);
  }

  /**
   * Lets an agent on hold go on: it takes this history for its own, and every order that this
   * database knows is said again. What it runs beyond that goes on untouched and stays listed.
   */
  public NodeView resume(UUID nodeId) {
    NodeView node = nodes.get(nodeId);
    if (node.state() != NodeView.State.ON_HOLD) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Node %s is not on hold; nothing to resume.".formatted(node.name()));
    }
    scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION,
        () -> {
          UUID root = tenants.root().id();
          @Nullable Sha256 before = audit.before(root, "node.resume", nodeId);
          restatement.resume(node.agentId(), actor(), now());
          wakeInstances(node.agentId());
          audit.done(
              root,
              AuditNote.of("node.resume", node.region() + "/" + node.name(), nodeId, Map.of())
                  .from(before));
          events.publish(
              root, "node", node.name(), Map.of("node", node.name(), "region", node.region()));
        });
    // It dials again and is told the epoch in the handshake.
    streams.disconnect(node.agentId(), "The node was resumed; connect again.");
    return nodes.get(nodeId);
  }

  static void requireConfirmed(NodeView node, @Nullable String confirm, String warning) {
    if (!node.name().equals(confirm)) {
      throw new ProblemException(
          ProblemType.INVALID,
          "%s Confirm with its name, %s.".formatted(warning, node.name()),
          List.of(new FieldError("/confirm", "must be the node's name, " + node.name())));
    }
  }

  private void wakeInstances(UUID agentId) {
    record Key(UUID tenant, UUID instance) {}
    jdbc.sql("select distinct tenant_id, instance_id from desired_pod where agent_id = ?")
        .param(agentId)
        .query((row, n) -> new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list()
        .forEach(key -> work.enqueue(Lane.VERB, "instance", key.tenant(), key.instance()));
  }

  private String actor() {
    return callers.find().map(caller -> caller.username()).orElse("system");
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
