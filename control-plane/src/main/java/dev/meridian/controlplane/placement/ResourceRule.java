package dev.meridian.controlplane.placement;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongBiFunction;

/**
 * Enough of one resource. A pod that holds a reservation needs only the difference.
 *
 * @param needed in the resource's unit; nothing is needed when 0 or less
 */
record ResourceRule(
    String name,
    long needed,
    String asked,
    ToLongBiFunction<Attempt, NodeState> free,
    LongFunction<String> words)
    implements NodeRule {

  static List<NodeRule> of(PodPlan pod) {
    boolean more = pod.held() != null;
    return List.of(
        rule(
            "cpus",
            pod.cpuMillis(),
            more,
            (attempt, node) -> attempt.freeCpuMillis(node),
            millis -> Quantities.cpus(millis) + " CPUs"),
        rule(
            "memory",
            pod.memoryBytes(),
            more,
            (attempt, node) -> attempt.freeMemoryBytes(node),
            Quantities::bytes),
        rule(
            "disk",
            pod.diskBytes(),
            more,
            (attempt, node) -> attempt.freeDiskBytes(node),
            Quantities::bytes));
  }

  private static NodeRule rule(
      String name,
      long needed,
      boolean more,
      ToLongBiFunction<Attempt, NodeState> free,
      LongFunction<String> words) {
    String asked = "asked " + words.apply(needed) + (more ? " more" : "");
    return new ResourceRule(name, needed, asked, free, words);
  }

  @Override
  public boolean admits(NodeState node, Attempt attempt) {
    return needed <= 0 || needed <= free.applyAsLong(attempt, node);
  }

  @Override
  public String refusal(NodeState node, Attempt attempt) {
    return name + ": " + asked + ", free " + words.apply(free.applyAsLong(attempt, node));
  }

  @Override
  public double distance(NodeState node, Attempt attempt) {
    return (double) (needed - free.applyAsLong(attempt, node)) / needed;
  }
}
