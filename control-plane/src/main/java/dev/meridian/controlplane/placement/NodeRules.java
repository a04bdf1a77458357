package dev.meridian.controlplane.placement;

import dev.meridian.spec.VersionRange;
import dev.meridian.tenancy.IsolationDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules about nodes that hold for every pod: where it may be, what is ready, what it needs. */
final class NodeRules {
  private static final String ISOLATION = "isolation";

  private NodeRules() {}

  /** The only rule of a pod that has its place already. */
  static NodeRule keepsPlace(HeldPod held) {
    return new FactRule(
        "reservation",
        node -> node.id().equals(held.nodeId()),
        node -> held.name() + " keeps its reservation on another node");
  }

  /** In the order in which a node is told why it is out. */
  static List<NodeRule> of(
      PodAsk pod,
      PlacementPolicy policy,
      @Nullable IsolationDemand demand,
      @Nullable String network) {
    List<NodeRule> rules = new ArrayList<>();
    UUID pinned = pod.pinnedNode();
    if (pinned != null) {
      rules.add(
          new FactRule(
              "volumes",
              node -> node.id().equals(pinned),
              node -> "the volumes of " + pod.name() + " are on another node"));
    }
    rules.add(
        new FactRule(
            "regions",
            node -> policy.allows(node.region()),
            node ->
                "region "
                    + node.region()
                    + " is not allowed by the placement policy "
                    + policy.regions()));
    if (network != null) {
      rules.add(inNetwork(network));
    }
    if (demand != null) {
      rules.add(demanded(demand));
    }
    rules.add(
        new FactRule(
            "ready", node -> node.notReady() == null, node -> "not ready: " + node.notReady()));
    rules.add(
        new FactRule("schedulable", NodeFacts::schedulable, node -> "the node takes no new pods"));
    new TreeMap<>(pod.needs()).forEach((key, value) -> rules.add(need(key, value)));
    return rules;
  }

  /** All pods of an instance reach each other, so they are in regions of one network. */
  private static NodeRule inNetwork(String network) {
    return new FactRule(
        "network",
        node -> node.network().equals(network),
        node ->
            "region "
                + node.region()
                + " is in network "
                + node.network()
                + "; the instance's pods must share network "
                + network);
  }

  private static NodeRule need(String key, String value) {
    return switch (key) {
      case "java" -> java(value);
      case ISOLATION -> isolation(value);
      default -> attribute(key, value);
    };
  }

  private static NodeRule java(String range) {
    Optional<VersionRange> wanted = VersionRange.parse(range);
    if (wanted.isEmpty()) {
      return new FactRule(
          "java", node -> false, node -> "java: " + range + " is no range such as [17,24)");
    }
    return new FactRule(
        "java",
        node -> node.javaFeatures().stream().anyMatch(wanted.get()::contains),
        node ->
            "java: needs "
                + range
                + ", the node has "
                + (node.javaFeatures().isEmpty() ? "none" : new TreeSet<>(node.javaFeatures())));
  }

  /** Before what a node is ready for: no wait makes a node isolate better. */
  private static NodeRule demanded(IsolationDemand demand) {
    return new FactRule(
        ISOLATION,
        node -> demand.allows(node.isolation()),
        node -> demand.refusal(node.name(), node.isolation()));
  }

  /** Containers isolate where the runtime is one of containers; anything else is exact. */
  private static NodeRule isolation(String wanted) {
    return new FactRule(
        ISOLATION,
        node ->
            wanted.equals(node.runtime())
                || (wanted.equals("container") && node.runtime().equals("kubernetes")),
        node -> "isolation: needs " + wanted + ", the node's runtime is " + node.runtime());
  }

  private static NodeRule attribute(String key, String wanted) {
    return new FactRule(
        key,
        node -> wanted.equals(node.attributes().get(key)),
        node ->
            key
                + ": needs "
                + wanted
                + ", the node has "
                + node.attributes().getOrDefault(key, "none"));
  }
}
