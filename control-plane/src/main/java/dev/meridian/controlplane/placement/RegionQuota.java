package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.RegionCounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits of regions, enforced where the region of a pod is decided: in the transaction of a batch,
 * which is the only writer of reservations.
 */
final class RegionQuota {
  private final Topology topology;
  private final RegionCounts counts;

  private RegionQuota(Topology topology, RegionCounts counts) {
    this.topology = topology;
    this.counts = counts;
  }

  /** Locks the counters of regions that the asks and releases may move. */
  static RegionQuota lock(
      Quotas quotas,
      Topology topology,
      List<OpenRequest> requests,
      List<PlacementStore.Release> releases) {
    Set<UUID> tenants = new HashSet<>();
    requests.forEach(request -> tenants.add(request.tenant()));
    releases.forEach(release -> tenants.add(release.tenant()));
    return new RegionQuota(topology, quotas.regions(tenants, regions(topology)));
  }

  /**
   * What is used of the limits now, to look ahead; nothing is locked, and nothing is to be written.
   */
  static RegionQuota asSeen(Quotas quotas, Topology topology, UUID tenant) {
    return new RegionQuota(topology, quotas.regionsAsSeen(tenant));
  }

  private static Set<String> regions(Topology topology) {
    return topology.nodes().stream().map(node -> node.facts().region()).collect(Collectors.toSet());
  }

  void write() {
    counts.write();
  }

  void released(HeldPod pod) {
    Map<String, Amounts> less = new HashMap<>();
    add(less, pod.nodeId(), Amounts.NONE.minus(pod.amounts()));
    counts.count(pod.tenant(), less);
  }

  /**
   * A decision that keeps to the limits of regions. A region whose limit does not allow its part is
   * left out and the rest is asked again; what is placed is counted.
   *
   * @param decide the decision on an ask, without regard to limits of regions
   */
  Decision within(
      UUID tenant, PlacementAsk ask, Instant now, Function<PlacementAsk, Decision> decide) {
    PlacementAsk allowed = ask;
    @Nullable String full = null;
    while (true) {
      Decision decision = decide.apply(allowed);
      if (!(decision instanceof Decision.Placed placed)) {
        return full == null ? decision : because(full, decision, now);
      }
      Optional<RegionCounts.Full> refused = counts.count(tenant, more(ask, placed));
      if (refused.isEmpty()) {
        return placed;
      }
      full = full == null ? refused.get().reason() : full;
      Optional<PlacementAsk> elsewhere = without(allowed, refused.get().region());
      if (elsewhere.isEmpty()) {
        return because(full, placed, now);
      }
      allowed = elsewhere.get();
    }
  }

  private static Decision because(String full, Decision decision, Instant now) {
    String summary =
        decision instanceof Decision.Placed
            ? full
            : full + " In other regions: " + decision.explanation().summary();
    return new Decision.Refused(
        new Explanation(
            false,
            now,
            summary,
            decision instanceof Decision.Placed ? List.of() : decision.explanation().pods()));
  }

  /** Empty when no region is left. */
  private Optional<PlacementAsk> without(PlacementAsk ask, String region) {
    PlacementPolicy policy = ask.policy();
    List<String> left =
        (policy.regions().isEmpty()
                ? regions(topology).stream().sorted()
                : policy.regions().stream())
            .filter(name -> !name.equals(region))
            .toList();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(ask.within(new PlacementPolicy(left, policy.spread())));
  }

  private Map<String, Amounts> more(PlacementAsk ask, Decision.Placed placed) {
    Map<UUID, Amounts> asked = new HashMap<>();
    ask.pods().forEach(pod -> asked.put(pod.podId(), pod.amounts()));
    Map<String, Amounts> more = new HashMap<>();
    for (PodPlacement pod : placed.pods()) {
      topology
          .held(pod.podId())
          .ifPresent(held -> add(more, held.nodeId(), Amounts.NONE.minus(held.amounts())));
      more.merge(pod.region(), asked.getOrDefault(pod.podId(), Amounts.NONE), Amounts::plus);
    }
    return more;
  }

  private void add(Map<String, Amounts> more, UUID node, Amounts amounts) {
    more.merge(topology.node(node).facts().region(), amounts, Amounts::plus);
  }
}
