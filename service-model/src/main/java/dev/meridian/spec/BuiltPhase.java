package dev.meridian.spec;

import java.util.List;

/**
 * A phase with its steps.
 *
 * @param pod the pod type
 * @param sequencePerPod true for custom steps with a parallel strategy: the steps of one pod run
 *     one after the other, those of different pods side by side
 */
public record BuiltPhase(
    String name, Strategy strategy, String pod, List<BuiltStep> steps, boolean sequencePerPod) {

  public BuiltPhase {
    steps = List.copyOf(steps);
  }

  /** The strategy as shown to people: {@code dependency} when steps depend on each other. */
  public String strategyName() {
    return sequencePerPod ? "dependency" : strategy.display();
  }
}
