package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A node with what pods hold there. Confined to the thread that owns its topology. */
final class NodeState {
  private NodeFacts facts;
  private Set<Integer> strangerPorts;
  private long cpuMillis;
  private long memoryBytes;
  private long diskBytes;
  private final Map<Integer, UUID> ports = new HashMap<>();

  NodeState(NodeFacts facts, Set<Integer> strangerPorts) {
    this.facts = facts;
    this.strangerPorts = Set.copyOf(strangerPorts);
  }

  NodeFacts facts() {
    return facts;
  }

  void replace(NodeFacts newer, Set<Integer> newerStrangerPorts) {
    facts = newer;
    strangerPorts = Set.copyOf(newerStrangerPorts);
  }

  /** Negative when a node shrank below what pods hold there. */
  long freeCpuMillis() {
    return facts.capacity().cpuMillis() - cpuMillis;
  }

  long freeMemoryBytes() {
    return facts.capacity().memoryBytes() - memoryBytes;
  }

  long freeDiskBytes() {
    return facts.capacity().diskBytes() - diskBytes;
  }

  long allocatedCpuMillis() {
    return cpuMillis;
  }

  long allocatedMemoryBytes() {
    return memoryBytes;
  }

  long allocatedDiskBytes() {
    return diskBytes;
  }

  boolean heldByPod(int port) {
    return ports.containsKey(port);
  }

  boolean heldByStranger(int port) {
    return strangerPorts.contains(port);
  }

  int portsHeld() {
    return ports.size();
  }

  void add(HeldPod pod) {
    move(pod.amounts(), 1);
    for (PlacedPort port : pod.ports()) {
      UUID other = ports.putIfAbsent(port.number(), pod.podId());
      if (other != null) {
        throw new IllegalStateException(
            "port " + port.number() + " of node " + facts.name() + " is held by pod " + other);
      }
    }
  }

  void remove(HeldPod pod) {
    move(pod.amounts(), -1);
    for (PlacedPort port : pod.ports()) {
      ports.remove(port.number(), pod.podId());
    }
  }

  private void move(Amounts amounts, int sign) {
    cpuMillis = Math.addExact(cpuMillis, sign * amounts.cpuMillis());
    memoryBytes = Math.addExact(memoryBytes, sign * amounts.memoryBytes());
    diskBytes = Math.addExact(diskBytes, sign * amounts.diskBytes());
  }
}
