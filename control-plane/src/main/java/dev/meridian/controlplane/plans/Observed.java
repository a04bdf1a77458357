package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent last reported of one incarnation of a pod.
 *
 * @param state the protocol's name without its prefix: WAITING, STAGING, RUNNING, STOPPING, ENDED
 */
record Observed(
    UUID pod,
    long incarnation,
    String state,
    String reason,
    List<Task> tasks,
    List<Integer> takenPorts,
    Instant at) {

  /**
   * @param state STARTING, RUNNING, FINISHED, FAILED, KILLED or ERROR
   */
  record Task(
      String name,
      long run,
      String state,
      boolean ready,
      boolean healthy,
      @Nullable Integer exitCode,
      @Nullable Integer signal,
      int restarts,
      @Nullable Instant nextStartAt,
      String message) {}

  Observed {
    tasks = List.copyOf(tasks);
    takenPorts = List.copyOf(takenPorts);
  }

  Optional<Task> task(String name) {
    return tasks.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
