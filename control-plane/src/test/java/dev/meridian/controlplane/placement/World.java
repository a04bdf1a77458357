package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Isolation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small topology in words, for tests. */
final class World {
  static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  static final UUID TENANT = id("tenant");
  static final UUID INSTANCE = id("instance");
  static final long GIB = 1L << 30;

  private final List<NodeFacts> nodes = new ArrayList<>();
  private final Map<UUID, Set<Integer>> strangers = new HashMap<>();
  private final List<HeldPod> held = new ArrayList<>();

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Each of {@code size} cores with as many GiB of memory and ten times as many of disk. */
  World node(String name, String region, String zone, int size) {
    return node(node(name, region, zone, "default", size));
  }

  World node(NodeFacts facts) {
    nodes.add(facts);
    return this;
  }

  static NodeFacts node(String name, String region, String zone, String network, int size) {
    return node(name, region, zone, network, size, Isolation.USER);
  }

  static NodeFacts node(
      String name, String region, String zone, String network, int size, Isolation isolation) {
    return new NodeFacts(
        id("node " + name),
        id("agent " + name),
        name,
        region,
        network,
        zone,
        "process",
        isolation,
        "127.0.0.1",
        "127.0.0.1",
        size(size),
        20_000,
        20_009,
        Map.of(),
        Set.of(21),
        null,
        true);
  }

  static NodeFacts with(
      NodeFacts node,
      Map<String, String> attributes,
      Set<Integer> java,
      @Nullable String notReady,
      boolean schedulable) {
    return new NodeFacts(
        node.id(),
        node.agentId(),
        node.name(),
        node.region(),
        node.network(),
        node.zone(),
        node.runtime(),
        node.isolation(),
        node.address(),
        node.advertisedAddress(),
        node.capacity(),
        node.portBegin(),
        node.portEnd(),
        attributes,
        java,
        notReady,
        schedulable);
  }

  World stranger(String node, Integer... ports) {
    strangers.put(id("node " + node), Set.of(ports));
    return this;
  }

  World held(String pod, String type, String node, int size, PlacedPort... ports) {
    held.add(
        new HeldPod(
            TENANT,
            INSTANCE,
            id(pod),
            pod,
            type,
            id("node " + node),
            size(size),
            List.of(ports),
            NOW));
    return this;
  }

  static Amounts size(int size) {
    return new Amounts(size * 1000L, size * GIB, size * 10L * GIB, 1);
  }

  static PodAsk pod(String type, int index, int size, String rule, PortAsk... ports) {
    PlacementRule parsed = rule.isEmpty() ? null : PlacementRule.parse(rule).orThrow();
    String name = type + "-" + index;
    return new PodAsk(
        id(name), name, type, index, size(size), List.of(ports), parsed, Map.of(), null, List.of());
  }

  static PodAsk sized(PodAsk pod, Amounts amounts) {
    return new PodAsk(
        pod.podId(),
        pod.name(),
        pod.type(),
        pod.index(),
        amounts,
        pod.ports(),
        pod.rule(),
        pod.needs(),
        pod.pinnedNode(),
        pod.volumes());
  }

  /** A pod of which the node keeps so many bytes already. */
  static PodAsk restoring(PodAsk pod, String node, long keptBytes) {
    return new PodAsk(
        pod.podId(),
        pod.name(),
        pod.type(),
        pod.index(),
        pod.amounts(),
        pod.ports(),
        pod.rule(),
        pod.needs(),
        id("node " + node),
        pod.volumes(),
        keptBytes);
  }

  static PodAsk needing(PodAsk pod, Map<String, String> needs, @Nullable UUID pinnedNode) {
    return new PodAsk(
        pod.podId(),
        pod.name(),
        pod.type(),
        pod.index(),
        pod.amounts(),
        pod.ports(),
        pod.rule(),
        needs,
        pinnedNode,
        pod.volumes());
  }

  static PortAsk dynamic(String name, PortAsk.Range... ranges) {
    return new PortAsk("server", name, 0, List.of(ranges));
  }

  static PortAsk fixed(int number) {
    return new PortAsk("server", "port-" + number, number, List.of());
  }

  Topology topology() {
    return Topology.of(nodes, strangers, held);
  }

  Decision decide(PlacementAsk ask) {
    return PlacementEngine.decide(topology(), INSTANCE, ask, NOW);
  }

  Decision decide(PodAsk... pods) {
    return decide(new PlacementAsk(PlacementPolicy.anywhere(), List.of(pods)));
  }

  /** Names of nodes in the order of the ask. */
  static List<String> nodesOf(Decision decision) {
    return switch (decision) {
      case Decision.Placed placed -> placed.pods().stream().map(PodPlacement::nodeName).toList();
      case Decision.Refused refused -> throw new AssertionError(refused.explanation().summary());
    };
  }

  static Explanation refusal(Decision decision) {
    return switch (decision) {
      case Decision.Refused refused -> refused.explanation();
      case Decision.Placed placed -> throw new AssertionError(placed.explanation().summary());
    };
  }
}
