package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.util.Optional;

/** Derives a pod's state and its reason from what its agent reports. */
final class PodStates {
  private PodStates() {}

  static Pod follow(World world, Pod pod, Instant now) {
    if (pod.state() == Pod.State.REMOVED || pod.state() == Pod.State.STOPPING) {
      return pod;
    }
    Place place = world.places().get(pod.id());
    if (place == null) {
      String reason = world.decision().reason();
      return pod.to(Pod.State.PLANNED, reason.isEmpty() ? "waits for placement" : reason, now);
    }
    if (pod.incarnation() == 0) {
      return pod.to(
          Pod.State.PLACED, "placed on " + place.nodeName() + "; waits for its step", now);
    }
    Optional<Observed> observed = world.observed(pod);
    if (!place.connected()) {
      return pod.to(
          Pod.State.LOST,
          "node "
              + place.nodeName()
              + " is not connected; what runs there goes on, its state is as last observed",
          now);
    }
    if (observed.isEmpty()) {
      return pod.to(Pod.State.WAITING, "waits for node " + place.nodeName() + " to report", now);
    }
    return byObservation(pod, observed.get(), now);
  }

  private static Pod byObservation(Pod pod, Observed o, Instant now) {
    return switch (o.state()) {
      case "WAITING" -> pod.to(Pod.State.WAITING, Sentences.of(o), now);
      case "STAGING" -> pod.to(Pod.State.STAGING, Sentences.of(o), now);
      case "STOPPING" ->
          pod.to(Pod.State.WAITING, "the previous incarnation is being stopped", now);
      case "REFUSED" ->
          pod.to(Pod.State.FAILED, "its node cannot obey the order: " + o.reason(), now);
      case "ENDED" -> pod.to(Pod.State.FAILED, "ended on its node: " + o.reason(), now);
      default -> byTasks(pod, o, now);
    };
  }

  private static Pod byTasks(Pod pod, Observed o, Instant now) {
    for (Observed.Task task : o.tasks()) {
      switch (task.state()) {
        case "FAILED", "KILLED" -> {
          String next =
              task.nextStartAt() == null
                  ? "it is started again"
                  : "next start at " + task.nextStartAt();
          return pod.to(
              Pod.State.FAILED,
              "task %s %s; %s".formatted(task.name(), Sentences.ending(task), next),
              now);
        }
        case "ERROR" -> {
          return pod.to(
              Pod.State.FAILED,
              "task " + task.name() + " cannot be started: " + task.message(),
              now);
        }
        case "STARTING" -> {
          return pod.to(Pod.State.RUNNING, "task " + task.name() + " is starting", now);
        }
        case "RUNNING" -> {
          if (!task.healthy()) {
            return pod.to(Pod.State.RUNNING, "health check of task " + task.name() + " fails", now);
          }
          if (!task.ready()) {
            return pod.to(Pod.State.RUNNING, "task " + task.name() + " is not ready yet", now);
          }
        }
        default -> {
          // FINISHED tasks have reached their goal.
        }
      }
    }
    return pod.to(Pod.State.READY, "", now);
  }
}
