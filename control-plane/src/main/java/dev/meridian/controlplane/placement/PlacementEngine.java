package dev.meridian.controlplane.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides about an ask, all pods or none. Pure: it changes nothing and the same question gets the
 * same answer. A refusal carries the reasons of the network in which most pods found a place.
 */
final class PlacementEngine {
  private final Topology topology;
  private final UUID instance;
  private final PlacementAsk ask;
  private final Instant now;
  private final Collection<HeldPod> siblings;
  private final Set<Integer> fixedPorts;

  private PlacementEngine(Topology topology, UUID instance, PlacementAsk ask, Instant now) {
    this.topology = topology;
    this.instance = instance;
    this.ask = ask;
    this.now = now;
    siblings = topology.heldBy(instance);
    fixedPorts =
        ask.pods().stream()
            .flatMap(pod -> pod.ports().stream())
            .map(PortAsk::fixed)
            .filter(port -> port != 0)
            .collect(Collectors.toSet());
  }

  /** Decides about what the instance asks, beside what it and everybody else holds. */
  static Decision decide(Topology topology, UUID instance, PlacementAsk ask, Instant now) {
    return new PlacementEngine(topology, instance, ask, now).decide();
  }

  private record Refusal(
      List<PodPlan> plans, List<Attempt.Choice> furthest, PodPlan stuck, boolean cutShort) {}

  private Decision decide() {
    if (ask.pods().isEmpty()) {
      return new Decision.Placed(List.of(), explainer().placed(List.of()));
    }
    Refusal best = null;
    for (@Nullable String network : networks()) {
      List<PodPlan> plans = plans(network);
      Search search = new Search(ask.policy(), attempt(), steps(plans));
      Optional<List<Attempt.Choice>> found = search.find();
      if (found.isPresent()) {
        return placed(found.get());
      }
      if (best == null || search.furthest().size() > best.furthest().size()) {
        best = new Refusal(plans, search.furthest(), search.stuck(), search.cutShort());
      }
    }
    if (best == null) {
      throw new IllegalStateException("no network was tried for instance " + instance);
    }
    return new Decision.Refused(
        explainer().refused(best.furthest(), best.stuck(), best.plans(), best.cutShort()));
  }

  private Attempt attempt() {
    return new Attempt(topology, siblings, fixedPorts);
  }

  private Explainer explainer() {
    return new Explainer(topology, ask, attempt(), now);
  }

  private List<PodPlan> plans(@Nullable String network) {
    return ask.pods().stream()
        .map(
            pod ->
                new PodPlan(
                    pod,
                    ask.policy(),
                    ask.demand(),
                    topology.held(pod.podId()).orElse(null),
                    ask.reReservePorts().contains(pod.podId()),
                    network))
        .toList();
  }

  /**
   * The network in which the instance is already; else each one that has an allowed region, that of
   * the most preferred region first, then the one with more regions. One null when there is none:
   * the rules then tell why.
   */
  private List<@Nullable String> networks() {
    String present = attempt().network();
    List<@Nullable String> networks = new ArrayList<>();
    if (present != null) {
      networks.add(present);
      return networks;
    }
    Map<String, Set<String>> regionsOf = new TreeMap<>();
    for (NodeState node : topology.nodes()) {
      if (ask.policy().allows(node.facts().region())) {
        regionsOf
            .computeIfAbsent(node.facts().network(), network -> new TreeSet<>())
            .add(node.facts().region());
      }
    }
    regionsOf.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Set<String>>>comparingInt(
                    entry -> preference(entry.getValue()))
                .thenComparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> networks.add(entry.getKey()));
    if (networks.isEmpty()) {
      networks.add(null);
    }
    return networks;
  }

  private int preference(Set<String> regions) {
    return regions.stream().mapToInt(ask.policy()::preference).min().orElse(0);
  }

  /** Pods that hold their place first, then the hardest: few nodes, then a large share of one. */
  private List<Search.Step> steps(List<PodPlan> plans) {
    Attempt empty = attempt();
    List<Search.Step> steps = new ArrayList<>();
    for (PodPlan plan : plans) {
      List<NodeState> nodes =
          topology.nodes().stream()
              .filter(node -> PodPlan.admit(plan.fixedRules(), node, empty))
              .toList();
      steps.add(new Search.Step(plan, nodes));
    }
    Map<UUID, Double> shares = new HashMap<>();
    steps.forEach(step -> shares.put(step.pod().ask().podId(), share(step)));
    steps.sort(
        Comparator.comparing((Search.Step step) -> step.pod().held() == null)
            .thenComparingInt(step -> step.nodes().size())
            .thenComparing(
                step -> shares.getOrDefault(step.pod().ask().podId(), 0.0),
                Comparator.reverseOrder())
            .thenComparing(step -> step.pod().ask().type())
            .thenComparingInt(step -> step.pod().ask().index()));
    return steps;
  }

  /** The largest share that the pod takes of any resource of the roomiest of its nodes. */
  private static double share(Search.Step step) {
    long cpus = 1;
    long memory = 1;
    long disk = 1;
    for (NodeState node : step.nodes()) {
      cpus = Math.max(cpus, node.facts().capacity().cpuMillis());
      memory = Math.max(memory, node.facts().capacity().memoryBytes());
      disk = Math.max(disk, node.facts().capacity().diskBytes());
    }
    var amounts = step.pod().ask().amounts();
    return Math.max(
        (double) amounts.cpuMillis() / cpus,
        Math.max((double) amounts.memoryBytes() / memory, (double) amounts.diskBytes() / disk));
  }

  private Decision placed(List<Attempt.Choice> choices) {
    Map<UUID, PodPlacement> placements = new HashMap<>();
    for (Attempt.Choice choice : choices) {
      UUID podId = choice.pod().ask().podId();
      placements.put(podId, placement(podId, choice));
    }
    List<PodPlacement> inOrder = new ArrayList<>();
    for (PodAsk pod : ask.pods()) {
      PodPlacement placement = placements.get(pod.podId());
      if (placement == null) {
        throw new IllegalStateException("pod " + pod.name() + " was left without a node");
      }
      inOrder.add(placement);
    }
    return new Decision.Placed(inOrder, explainer().placed(choices));
  }

  private static PodPlacement placement(UUID podId, Attempt.Choice choice) {
    NodeFacts node = choice.node().facts();
    return new PodPlacement(
        podId,
        node.id(),
        node.agentId(),
        node.region(),
        node.zone(),
        node.name(),
        node.address(),
        node.advertisedAddress(),
        choice.ports());
  }
}
