package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one decision would take, laid over a topology that it does not change. A stack: the last pod
 * taken is the first given back.
 */
final class Attempt {
  private final Map<UUID, Taken> taken = new HashMap<>();
  private final List<Peer> peers = new ArrayList<>();
  private final List<Choice> choices = new ArrayList<>();
  private final Set<Integer> fixedPorts;

  /**
   * @param siblings what the instance holds already
   * @param fixedPorts numbers that pods of this ask insist on, so that no chosen port takes them
   */
  Attempt(Topology topology, Collection<HeldPod> siblings, Set<Integer> fixedPorts) {
    this.fixedPorts = Set.copyOf(fixedPorts);
    for (HeldPod sibling : siblings) {
      peers.add(new Peer(sibling.podId(), sibling.type(), topology.node(sibling.nodeId()).facts()));
    }
  }

  /** A pod with its node and all its ports, kept ones included. */
  record Choice(PodPlan pod, NodeState node, List<PlacedPort> ports) {}

  private record Peer(UUID podId, String type, NodeFacts node) {}

  private static final class Taken {
    long cpuMillis;
    long memoryBytes;
    long diskBytes;
    final Set<Integer> ports = new HashSet<>();
  }

  List<Choice> choices() {
    return List.copyOf(choices);
  }

  int size() {
    return choices.size();
  }

  long freeCpuMillis(NodeState node) {
    Taken here = taken.get(node.facts().id());
    return node.freeCpuMillis() - (here == null ? 0 : here.cpuMillis);
  }

  long freeMemoryBytes(NodeState node) {
    Taken here = taken.get(node.facts().id());
    return node.freeMemoryBytes() - (here == null ? 0 : here.memoryBytes);
  }

  long freeDiskBytes(NodeState node) {
    Taken here = taken.get(node.facts().id());
    return node.freeDiskBytes() - (here == null ? 0 : here.diskBytes);
  }

  /** True when neither a pod nor a pod of this attempt has the port; strangers are not asked. */
  boolean portFree(NodeState node, int port) {
    Taken here = taken.get(node.facts().id());
    return !node.heldByPod(port) && (here == null || !here.ports.contains(port));
  }

  boolean insistedOn(int port) {
    return fixedPorts.contains(port);
  }

  /** Pods of the type other than this one, by the value that the field has on their node. */
  Map<String, Integer> counts(String type, UUID except, Field field) {
    Map<String, Integer> counts = new HashMap<>();
    for (Peer peer : peers) {
      if (peer.type().equals(type) && !peer.podId().equals(except)) {
        String group = peer.node().group(field);
        if (group != null) {
          counts.merge(group, 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /** The network that the instance's pods are in; null while there are none. */
  @Nullable String network() {
    return peers.isEmpty() ? null : peers.getFirst().node().network();
  }

  void take(PodPlan pod, NodeState node, List<PlacedPort> ports) {
    Taken here = taken.computeIfAbsent(node.facts().id(), id -> new Taken());
    here.cpuMillis += pod.cpuMillis();
    here.memoryBytes += pod.memoryBytes();
    here.diskBytes += pod.diskBytes();
    ports.forEach(port -> here.ports.add(port.number()));
    choices.add(new Choice(pod, node, ports));
    if (pod.held() == null) {
      peers.add(new Peer(pod.ask().podId(), pod.ask().type(), node.facts()));
    }
  }

  void undo() {
    Choice last = choices.removeLast();
    if (last.pod().held() == null) {
      peers.removeLast();
    }
    Taken here = taken.get(last.node().facts().id());
    if (here == null) {
      throw new IllegalStateException("nothing was taken on " + last.node().facts().name());
    }
    here.cpuMillis -= last.pod().cpuMillis();
    here.memoryBytes -= last.pod().memoryBytes();
    here.diskBytes -= last.pod().diskBytes();
    last.ports().forEach(port -> here.ports.remove(port.number()));
  }
}
