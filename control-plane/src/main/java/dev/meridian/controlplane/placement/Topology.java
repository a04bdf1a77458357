package dev.meridian.controlplane.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All nodes and all reservations, in memory. Not thread-safe: the writer or one dry run owns it.
 * Nodes are always walked in the order of region and name, so decisions are repeatable.
 */
final class Topology {
  private static final Comparator<NodeState> BY_NAME =
      Comparator.comparing((NodeState node) -> node.facts().region())
          .thenComparing(node -> node.facts().name())
          .thenComparing(node -> node.facts().id());

  private final Map<UUID, NodeState> nodes = new HashMap<>();
  private final Map<UUID, HeldPod> pods = new HashMap<>();
  private final Map<UUID, Map<UUID, HeldPod>> podsOfInstances = new HashMap<>();
  private List<NodeState> ordered = List.of();

  static Topology of(
      Collection<NodeFacts> nodes, Map<UUID, Set<Integer>> strangerPorts, List<HeldPod> pods) {
    Topology topology = new Topology();
    topology.replaceNodes(nodes, strangerPorts);
    pods.forEach(topology::hold);
    return topology;
  }

  /** Takes over what is known of nodes now; what pods hold stays. */
  void replaceNodes(Collection<NodeFacts> newer, Map<UUID, Set<Integer>> strangerPorts) {
    Set<UUID> present = new HashSet<>();
    for (NodeFacts facts : newer) {
      present.add(facts.id());
      Set<Integer> strangers = strangerPorts.getOrDefault(facts.id(), Set.of());
      NodeState known = nodes.get(facts.id());
      if (known == null) {
        nodes.put(facts.id(), new NodeState(facts, strangers));
      } else {
        known.replace(facts, strangers);
      }
    }
    nodes.keySet().retainAll(present);
    ordered = nodes.values().stream().sorted(BY_NAME).toList();
  }

  List<NodeState> nodes() {
    return ordered;
  }

  NodeState node(UUID id) {
    NodeState node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("node " + id + " is not in the topology");
    }
    return node;
  }

  Optional<HeldPod> held(UUID podId) {
    return Optional.ofNullable(pods.get(podId));
  }

  Collection<HeldPod> heldBy(UUID instance) {
    return podsOfInstances.getOrDefault(instance, Map.of()).values();
  }

  Collection<HeldPod> pods() {
    return pods.values();
  }

  /** Takes the pod's footprint and ports on its node. */
  void hold(HeldPod pod) {
    NodeState node = node(pod.nodeId());
    if (pods.putIfAbsent(pod.podId(), pod) != null) {
      throw new IllegalStateException("pod " + pod.podId() + " already holds a reservation");
    }
    node.add(pod);
    podsOfInstances
        .computeIfAbsent(pod.instance(), instance -> new LinkedHashMap<>())
        .put(pod.podId(), pod);
  }

  /** Gives back what the pod holds; empty when it holds nothing. */
  Optional<HeldPod> release(UUID podId) {
    HeldPod pod = pods.remove(podId);
    if (pod == null) {
      return Optional.empty();
    }
    node(pod.nodeId()).remove(pod);
    Map<UUID, HeldPod> siblings = podsOfInstances.get(pod.instance());
    if (siblings != null) {
      siblings.remove(podId);
      if (siblings.isEmpty()) {
        podsOfInstances.remove(pod.instance());
      }
    }
    return Optional.of(pod);
  }

  /** Applies a decision about the ask; pods that held something hold the new instead. */
  List<HeldChange> apply(
      UUID tenant, UUID instance, PlacementAsk ask, Decision.Placed decision, Instant now) {
    List<HeldChange> changes = new ArrayList<>();
    for (int i = 0; i < ask.pods().size(); i++) {
      PodAsk pod = ask.pods().get(i);
      PodPlacement placement = decision.pods().get(i);
      Optional<HeldPod> before = release(pod.podId());
      HeldPod after =
          new HeldPod(
              tenant,
              instance,
              pod.podId(),
              pod.name(),
              pod.type(),
              placement.nodeId(),
              pod.amounts(),
              placement.ports(),
              before.map(HeldPod::since).orElse(now));
      hold(after);
      changes.add(new HeldChange(before.orElse(null), after));
    }
    return changes;
  }
}
