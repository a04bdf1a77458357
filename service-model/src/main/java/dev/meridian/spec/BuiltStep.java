package dev.meridian.spec;

import java.util.List;

/**
 * One launch.
 *
 * @param pod the pod type
 * @param tasks launched together, never empty
 */
public record BuiltStep(String pod, int index, List<String> tasks) {

  public BuiltStep {
    tasks = List.copyOf(tasks);
  }

  /** The pod's name: {@code broker-0}. */
  public String podName() {
    return pod + "-" + index;
  }

  /** As people know it: {@code broker-0:[server]}. */
  public String name() {
    return podName() + ":[" + String.join(", ", tasks) + "]";
  }
}
