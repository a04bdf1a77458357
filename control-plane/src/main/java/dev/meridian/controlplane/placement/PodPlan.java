package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.IsolationDemand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod of an ask, made ready for a decision: its rules in the order in which they are told. */
final class PodPlan {
  private final PodAsk ask;
  private final @Nullable HeldPod held;
  private final boolean renewPorts;
  private final List<NodeRule> fixedRules;
  private final List<NodeRule> movingRules;

  /**
   * @param held what it holds already; null for a pod without reservation
   * @param renewPorts true when chosen ports that strangers hold are to be chosen anew
   * @param demand what its tenant demands of nodes; null for nothing
   * @param network the one that the instance's pods share; null when no region is allowed at all
   */
  PodPlan(
      PodAsk ask,
      PlacementPolicy policy,
      @Nullable IsolationDemand demand,
      @Nullable HeldPod held,
      boolean renewPorts,
      @Nullable String network) {
    this.ask = ask;
    this.held = held;
    this.renewPorts = renewPorts;
    List<NodeRule> fixed = new ArrayList<>();
    List<NodeRule> moving = new ArrayList<>();
    if (held != null) {
      // Placement is for new pods: a changed rule or policy never moves one that has its place.
      fixed.add(NodeRules.keepsPlace(held));
    } else {
      fixed.addAll(NodeRules.of(ask, policy, demand, network));
      for (NodeRule rule : new ConstraintRules(ask).rules()) {
        (rule instanceof FactRule ? fixed : moving).add(rule);
      }
    }
    moving.addAll(ResourceRule.of(this));
    if (!ask.ports().isEmpty()) {
      moving.add(new PortRule(this));
    }
    fixedRules = List.copyOf(fixed);
    movingRules = List.copyOf(moving);
  }

  PodAsk ask() {
    return ask;
  }

  @Nullable HeldPod held() {
    return held;
  }

  boolean renewPorts() {
    return renewPorts;
  }

  /** Rules whose answer for a node does not depend on the attempt. */
  List<NodeRule> fixedRules() {
    return fixedRules;
  }

  /** Rules that count what the attempt took. */
  List<NodeRule> movingRules() {
    return movingRules;
  }

  List<GroupByRule> groups() {
    return movingRules.stream()
        .filter(GroupByRule.class::isInstance)
        .map(GroupByRule.class::cast)
        .toList();
  }

  /** What it needs beyond what it holds; negative when it shrinks. */
  long cpuMillis() {
    return ask.amounts().cpuMillis() - (held == null ? 0 : held.amounts().cpuMillis());
  }

  long memoryBytes() {
    return ask.amounts().memoryBytes() - (held == null ? 0 : held.amounts().memoryBytes());
  }

  /** Kept volumes that it restores take room of their node already. */
  long diskBytes() {
    return ask.amounts().diskBytes()
        - (held == null ? ask.keptBytes() : held.amounts().diskBytes());
  }

  static boolean admit(List<NodeRule> rules, NodeState node, Attempt attempt) {
    for (NodeRule rule : rules) {
      if (!rule.admits(node, attempt)) {
        return false;
      }
    }
    return true;
  }
}
