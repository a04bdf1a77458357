package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes a dead node for good: what waits for its word waits no longer. Only what is being
 * uninstalled or is kept can be given up so; a pod that somebody still wants has to go first.
 */
@Component
class NodeRemoval {
  private static final int NAMED = 5;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Nodes nodes;
  private final Tenants tenants;
  private final VolumeTransitions transitions;
  private final WorkQueue work;
  private final Events events;
  private final Audit audit;
  private final AgentStreams streams;
  private final InstantSource clock;

  NodeRemoval(
      Scopes scopes,
      JdbcClient jdbc,
      Nodes nodes,
      Tenants tenants,
      VolumeTransitions transitions,
      WorkQueue work,
      Events events,
      Audit audit,
      AgentStreams streams,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.nodes = nodes;
    this.tenants = tenants;
    this.transitions = transitions;
    this.work = work;
    this.events = events;
    this.audit = audit;
    this.streams = streams;
    this.clock = clock;
  }

  /**
   * Removes the node and says what is given up with it.
   *
   * @param confirm the node's name, as a person typed it
   */
  RemovedNode remove(UUID nodeId, @Nullable String confirm) {
    NodeView node = nodes.get(nodeId);
    NodeDecisions.requireConfirmed(
        node, confirm, "Removing a node gives up every volume that it has.");
    RemovedNode removed = scopes.asSystem(SystemJob.REGION_ADMINISTRATION, () -> remove(node));
    streams.disconnect(node.agentId(), "The node was removed.");
    return removed;
  }

  private RemovedNode remove(NodeView node) {
    UUID root = tenants.root().id();
    @Nullable Sha256 before = audit.before(root, "node.remove", node.id());
    // Volumes before their agent, as everybody locks them who orders their end.
    List<Volume> volumes = volumes(node.id());
    requireDead(node);
    requireUnwanted(node);
    List<Pod> pods = pods(node.agentId());
    Instant now = clock.instant();
    for (Volume volume : volumes) {
      giveUp(volume, node, now);
    }
    jdbc.sql("delete from desired_pod where agent_id = ?").param(node.agentId()).update();
    // What a stream that is open still says is of an older session, and dropped.
    jdbc.sql(
            """
            update agent set state = 'REMOVED', session = session + 1, connected = false,
              connection_since = ? where id = ?
            """)
        .params(now.atOffset(ZoneOffset.UTC), node.agentId())
        .update();
    jdbc.sql("update node set removed_at = ?, version = version + 1 where id = ?")
        .params(now.atOffset(ZoneOffset.UTC), node.id())
        .update();
    Stream.concat(pods.stream().map(Pod::key), volumes.stream().map(Volume::key))
        .distinct()
        .forEach(key -> work.enqueue(Lane.VERB, "instance", key.tenant(), key.instance()));
    RemovedNode removed =
        new RemovedNode(
            node.id(),
            node.name(),
            node.region(),
            pods.stream().map(this::view).toList(),
            volumes.stream().map(this::view).toList());
    tellTenants(node, volumes);
    audit.done(
        root,
        AuditNote.of(
                "node.remove",
                node.region() + "/" + node.name(),
                node.id(),
                Map.of("pods", removed.pods(), "volumes", removed.volumes()))
            .from(before));
    events.publish(root, "node", node.name(), Map.of("node", node.name(), "region", node.region()));
    return removed;
  }

  /** Each finds in its own log and on its own pages what it has lost. */
  private void tellTenants(NodeView node, List<Volume> volumes) {
    for (Volume volume : volumes) {
      audit.done(
          volume.key().tenant(),
          AuditNote.of(
              "volume.give-up",
              volume.pod() + "/" + volume.path(),
              volume.id(),
              Map.of("node", node.name(), "region", node.region(), "instance", volume.instance())));
      events.publish(
          volume.key().tenant(),
          "instance",
          volume.instance(),
          Map.of("instance", volume.instance()));
    }
  }

  /** Also keeps others from ordering anything of its agent until the end of the transaction. */
  private void requireDead(NodeView node) {
    String state =
        jdbc.sql("select state from agent where id = ? for update")
            .param(node.agentId())
            .query(String.class)
            .single();
    if (!state.equals("DEAD")) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Node %s is not declared dead. Declare it dead first, when its machine will never come back."
              .formatted(node.name()));
    }
  }

  private void requireUnwanted(NodeView node) {
    List<String> wanted =
        jdbc.sql(
                """
                select r.tenant_id, i.name, p.name as pod from reservation r
                join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
                join instance i on i.tenant_id = p.tenant_id and i.id = p.instance_id
                where r.node_id = :node and i.state not in ('UNINSTALLING', 'UNINSTALLED')
                union
                -- Kept ones, too, that an install was promised which waits for its place.
                select v.tenant_id, i.name, v.pod_name from volume v
                join instance i on i.tenant_id = v.tenant_id and i.id = v.instance_id
                where v.node_id = :node and v.state <> 'DESTROYED'
                  and i.state not in ('UNINSTALLING', 'UNINSTALLED')
                order by 2, 3
                """)
            .param("node", node.id())
            .query(
                (row, n) ->
                    "%s of %s/%s"
                        .formatted(
                            row.getString(3),
                            tenants.find(row.getObject(1, UUID.class)).path(),
                            row.getString(2)))
            .list();
    if (!wanted.isEmpty()) {
      int more = wanted.size() - NAMED;
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Node %s still has the place or the data of %s%s. Uninstall what is to be given up, then remove the node."
              .formatted(
                  node.name(),
                  wanted.stream().limit(NAMED).collect(Collectors.joining(", ")),
                  more > 0 ? " and %d more pods".formatted(more) : ""));
    }
  }

  private record Key(UUID tenant, UUID instance) {}

  private record Pod(Key key, UUID id, String instance, String name) {}

  private record Volume(
      Key key, UUID id, String instance, String pod, String path, long sizeBytes) {}

  private List<Pod> pods(UUID agent) {
    return jdbc.sql(
            """
            select distinct d.tenant_id, d.instance_id, d.pod_id, i.name, p.name as pod
            from desired_pod d
            join pod p on p.tenant_id = d.tenant_id and p.id = d.pod_id
            join instance i on i.tenant_id = d.tenant_id and i.id = d.instance_id
            where d.agent_id = ? order by i.name, p.name, d.pod_id
            """)
        .param(agent)
        .query(
            (row, n) ->
                new Pod(
                    new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                    row.getObject(3, UUID.class),
                    row.getString(4),
                    row.getString(5)))
        .list();
  }

  private List<Volume> volumes(UUID node) {
    return jdbc.sql(
            """
            select tenant_id, instance_id, id, instance_name, pod_name, path, size_bytes
            from volume where node_id = ? and state <> 'DESTROYED'
            order by instance_name, pod_name, path, id for update
            """)
        .param(node)
        .query(
            (row, n) ->
                new Volume(
                    new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                    row.getObject(3, UUID.class),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7)))
        .list();
  }

  private void giveUp(Volume volume, NodeView node, Instant now) {
    UUID tenant = volume.key().tenant();
    jdbc.sql(
            """
            update volume set state = 'DESTROYED', kept_until = null, reason = ?
            where tenant_id = ? and id = ?
            """)
        .params("given up with node " + node.region() + "/" + node.name(), tenant, volume.id())
        .update();
    jdbc.sql(
            """
            update volume_order set done_at = ?
            where agent_id = ? and volume_id = ? and done_at is null
            """)
        .params(now.atOffset(ZoneOffset.UTC), node.agentId(), volume.id())
        .update();
    transitions.add(tenant, volume.id(), VolumeTransitions.Kind.RELEASED, now);
  }

  private RemovedNode.Pod view(Pod pod) {
    return new RemovedNode.Pod(
        pod.id(), tenants.find(pod.key().tenant()).path(), pod.instance(), pod.name());
  }

  private RemovedNode.Volume view(Volume volume) {
    return new RemovedNode.Volume(
        volume.id(),
        tenants.find(volume.key().tenant()).path(),
        volume.instance(),
        volume.pod(),
        volume.path(),
        volume.sizeBytes());
  }
}
