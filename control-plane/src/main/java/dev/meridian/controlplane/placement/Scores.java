package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much a pod prefers each node, at one moment of an attempt. Terms are weighted so far apart
 * that they decide one after the other: evenness of GROUP_BY values, then spread, then the order of
 * the policy's regions, then free capacity. With any spread but the one over regions the order of
 * regions comes before the spread.
 */
final class Scores {
  /** Free capacity is compared in this many steps; ties go to the first node by name. */
  private static final long STEPS = 10_000;

  private static final long GROUP = 100_000_000;
  private static final long REGION_FIRST = 10_000_000;
  private static final long REGION = 100_000;
  private static final long ZONE = 1_000;
  private static final long NODE = 10;

  private final PodPlan pod;
  private final PlacementPolicy policy;
  private final Attempt attempt;
  private final Map<String, Integer> regions;
  private final Map<String, Integer> zones;
  private final Map<String, Integer> nodes;
  private final List<GroupByRule> groups;

  Scores(PodPlan pod, PlacementPolicy policy, Attempt attempt) {
    this.pod = pod;
    this.policy = policy;
    this.attempt = attempt;
    regions = counts("@region");
    zones = counts("@zone");
    nodes = counts("@hostname");
    groups = pod.groups();
  }

  private Map<String, Integer> counts(String field) {
    return attempt.counts(pod.ask().type(), pod.ask().podId(), Field.of(field));
  }

  /** In ten-thousandths of a point. */
  long of(NodeState node) {
    NodeFacts facts = node.facts();
    return STEPS
            * (groupTerm(node)
                + regionTerm(facts)
                + zoneTerm(facts)
                + nodeTerm(facts)
                + preferenceTerm(facts))
        + free(node);
  }

  /** The terms that are not 0, and the free capacity; they add up to the score. */
  Map<String, Double> terms(NodeState node) {
    NodeFacts facts = node.facts();
    Map<String, Double> terms = new LinkedHashMap<>();
    put(terms, "groupBy", groupTerm(node));
    put(terms, "regions", regionTerm(facts));
    put(terms, "zones", zoneTerm(facts));
    put(terms, "nodes", nodeTerm(facts));
    put(terms, "preference", preferenceTerm(facts));
    terms.put("free", points(free(node)));
    return terms;
  }

  static double points(long score) {
    return (double) score / STEPS;
  }

  private static void put(Map<String, Double> terms, String name, long points) {
    if (points != 0) {
      terms.put(name, (double) points);
    }
  }

  private long groupTerm(NodeState node) {
    long sum = 0;
    for (GroupByRule group : groups) {
      sum += group.count(node, attempt);
    }
    return -GROUP * sum;
  }

  private long regionTerm(NodeFacts node) {
    boolean counts = policy.spread() == Spread.REGIONS;
    return counts ? -REGION * regions.getOrDefault(node.region(), 0) : 0;
  }

  private long zoneTerm(NodeFacts node) {
    boolean counts = policy.spread() == Spread.REGIONS || policy.spread() == Spread.ZONES;
    return counts ? -ZONE * zones.getOrDefault(node.region() + "/" + node.zone(), 0) : 0;
  }

  private long nodeTerm(NodeFacts node) {
    boolean counts = policy.spread() != Spread.NONE;
    return counts ? -NODE * nodes.getOrDefault(node.region() + "/" + node.name(), 0) : 0;
  }

  private long preferenceTerm(NodeFacts node) {
    long place = policy.preference(node.region());
    return -place * (policy.spread() == Spread.REGIONS ? 1 : REGION_FIRST);
  }

  /** The scarcest resource after the pod took its share: below one point. */
  private long free(NodeState node) {
    NodeFacts facts = node.facts();
    long cpus = share(attempt.freeCpuMillis(node) - pod.cpuMillis(), facts.capacity().cpuMillis());
    long memory =
        share(attempt.freeMemoryBytes(node) - pod.memoryBytes(), facts.capacity().memoryBytes());
    long disk = share(attempt.freeDiskBytes(node) - pod.diskBytes(), facts.capacity().diskBytes());
    return Math.min(cpus, Math.min(memory, disk));
  }

  private static long share(long free, long capacity) {
    if (free <= 0 || capacity <= 0) {
      return 0;
    }
    return Math.min(STEPS - 1, (long) ((double) free / capacity * STEPS));
  }
}
