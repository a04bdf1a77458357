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
 * @param delayedUntil while {@link Status#DELAYED}: when the next attempt is due, as far as known;
 *     while {@link Status#PENDING}: when the maintenance window opens that it waits for
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
    return with(newStatus, newReason, now, attempts, null);
  }

  Step delayed(String newReason, int newAttempts, @Nullable Instant until, Instant now) {
    return with(Status.DELAYED, newReason, now, newAttempts, until);
  }

  /** This step before its turn, which does not come before a maintenance window opens. */
  Step held(String newReason, Instant until, Instant now) {
    return with(Status.PENDING, newReason, now, attempts, until);
  }

  Step withAttempts(int newAttempts) {
    return with(status, reason, since, newAttempts, delayedUntil);
  }

  private Step with(
      Status newStatus,
      String newReason,
      Instant now,
      int newAttempts,
      @Nullable Instant newDelayedUntil) {
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
        newAttempts,
        newDelayedUntil);
  }

  boolean complete() {
    return status == Status.COMPLETE;
  }

  /** True when its pod is being worked on. */
  boolean begun() {
    return status != Status.PENDING && !complete();
  }
}
