package dev.meridian.controlplane.plans;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A phase of a plan.
 *
 * @param strategy {@code serial}, {@code parallel}, {@code dependency} (the steps of one pod one
 *     after the other, pods side by side) or a canary of these
 */
record Phase(UUID id, String name, String strategy, boolean interrupted, List<Step> steps) {

  Phase {
    steps = List.copyOf(steps);
  }

  Phase withSteps(List<Step> newSteps) {
    return new Phase(id, name, strategy, interrupted, newSteps);
  }

  boolean complete() {
    return steps.stream().allMatch(Step::complete);
  }

  /** The steps that may be worked on now, in order. */
  List<Step> candidates() {
    if (interrupted) {
      // What has begun is not killed and its progress is still followed.
      return steps.stream().filter(Step::begun).toList();
    }
    return switch (strategy) {
      case "parallel", "parallel-canary" -> steps.stream().filter(s -> !s.complete()).toList();
      case "dependency" -> firstOfEachPod();
      default -> steps.stream().filter(s -> !s.complete()).limit(1).toList();
    };
  }

  private List<Step> firstOfEachPod() {
    Set<UUID> seen = new HashSet<>();
    List<Step> first = new ArrayList<>();
    for (Step step : steps) {
      if (!step.complete() && seen.add(step.pod())) {
        first.add(step);
      }
    }
    return first;
  }

  Status status() {
    return Status.ofParent(
        false,
        interrupted,
        steps.stream().map(Step::status).toList(),
        candidates().stream().map(Step::status).toList());
  }
}
