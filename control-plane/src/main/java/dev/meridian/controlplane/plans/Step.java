package dev.meridian.controlplane.plans;

import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan.
 *
 * @param tasks names of the pod's tasks that it launches; empty for a removal
 * @param configuration the number that its pod runs afterwards
 * @param reason why it is not complete yet, for people; empty when it is
 * @param since when it got its status
 * @param delayedUntil while {@link Status#DELAYED}: when the next attempt is due, as far as known
 */
record Step(
    UUID id,
    String name,
    UUID pod,
    List<String> tasks,
    Action action,
    int configuration,
    Status status,
    String reason,
    Instant since,
    int attempts,
    @Nullable Instant delayedUntil) {

  /** What a step does to its pod. */
  enum Action {
    LAUNCH,
    REMOVE
  }

  Step {
    tasks = List.copyOf(tasks);
  }

  static Step pending(
      String name, UUID pod, List<String> tasks, Action action, int configuration, Instant now) {
    return new Step(
        Ids.next(),
        name,
        pod,
        tasks,
        action,
        configuration,
        Status.PENDING,
        "waits for its turn",
        now,
        0,
        null);
  }

  /** This step in a status; {@code since} moves only when the status does. */
  Step to(Status newStatus, String newReason, Instant now) {
    return new Step(
        id,
        name,
        pod,
        tasks,
        action,
        configuration,
        newStatus,
        newReason,
        newStatus == status ? since : now,
        attempts,
        null);
  }

  Step delayed(String newReason, int newAttempts, @Nullable Instant until, Instant now) {
    return new Step(
        id,
        name,
        pod,
        tasks,
        action,
        configuration,
        Status.DELAYED,
        newReason,
        status == Status.DELAYED ? since : now,
        newAttempts,
        until);
  }

  Step withAttempts(int newAttempts) {
    return new Step(
        id,
        name,
        pod,
        tasks,
        action,
        configuration,
        status,
        reason,
        since,
        newAttempts,
        delayedUntil);
  }

  boolean complete() {
    return status == Status.COMPLETE;
  }

  /** True when its pod is being worked on. */
  boolean begun() {
    return status != Status.PENDING && !complete();
  }
}
