package dev.meridian.agent.state;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.record.TaskRecord;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a pod needs next from what was ordered and what exists. Pure: the same record and
 * situation give the same decision, so it may be asked after every event.
 *
 * <p>It stops a run only for a reason that it can name: a tombstone, a newer incarnation, a raised
 * run, or an essential sibling that failed. Absence is none of them.
 */
public final class PodDecisions {
  private final PodRecord record;
  private final PodSituation situation;
  private final List<PodAction> actions = new ArrayList<>();
  private Optional<Instant> wakeAt = Optional.empty();
  private boolean leaseMissing;

  private PodDecisions(PodRecord record, PodSituation situation) {
    this.record = record;
    this.situation = situation;
  }

  public static Decision decide(PodRecord record, PodSituation situation) {
    PodDecisions decisions = new PodDecisions(record, situation);
    decisions.endWhatMustNotRun();
    if (record.hasOrder() && decisions.lowerIncarnationsAreGone()) {
      decisions.bringUp(record.getOrder());
    }
    return new Decision(List.copyOf(decisions.actions), decisions.wakeAt, decisions.leaseMissing);
  }

  private void endWhatMustNotRun() {
    long tombstone = record.getTombstone();
    boolean tombstonedLives = false;
    for (LiveRun run : situation.live()) {
      boolean buried = run.incarnation() <= tombstone;
      boolean replaced =
          record.hasOrder() && run.incarnation() < record.getOrder().getIncarnation();
      tombstonedLives |= buried;
      if ((buried || replaced) && !run.stopping() && !situation.onHold()) {
        actions.add(
            new PodAction.Stop(
                run.runId(), buried ? "removed by order" : "replaced by a newer incarnation"));
      }
    }
    boolean answerDue = tombstone > 0 && !record.getRemovalAcknowledged();
    if (answerDue && !tombstonedLives && !situation.removalReported()) {
      actions.add(new PodAction.ConfirmRemoval(tombstone));
    }
  }

  private boolean lowerIncarnationsAreGone() {
    return situation.live().stream()
        .noneMatch(run -> run.incarnation() < record.getOrder().getIncarnation());
  }

  private void bringUp(RunPod order) {
    for (LiveRun run : situation.live()) {
      stopReason(order, run)
          .filter(_ -> !run.stopping())
          .ifPresent(reason -> actions.add(new PodAction.Stop(run.runId(), reason)));
    }
    List<Task> due = order.getTasksList().stream().filter(this::isDue).toList();
    if (due.isEmpty()) {
      return;
    }
    if (!situation.mayLaunch()) {
      leaseMissing = true;
      return;
    }
    switch (situation.preparation()) {
      case Preparation.Missing() -> actions.add(new PodAction.Prepare());
      case Preparation.UnderWay() -> {}
      case Preparation.Blocked(Instant retryAt) -> {
        if (retryAt.isAfter(situation.now())) {
          wake(retryAt);
        } else {
          actions.add(new PodAction.Prepare());
        }
      }
      case Preparation.Done() -> due.forEach(task -> actions.add(new PodAction.Launch(task)));
    }
  }

  private Optional<String> stopReason(RunPod order, LiveRun run) {
    Optional<Task> task =
        order.getTasksList().stream()
            .filter(named -> named.getName().equals(run.task()))
            .findFirst();
    if (task.isPresent() && task.get().getRun() > run.run()) {
      return Optional.of("to be run anew");
    }
    return task(run.task()).filter(TaskRecord::getRestartWanted).isPresent()
        ? Optional.of("an essential task of the pod failed")
        : Optional.empty();
  }

  private boolean isDue(Task task) {
    boolean lives = situation.live().stream().anyMatch(run -> run.task().equals(task.getName()));
    if (lives || (isServing(task) && someServingTaskEnds())) {
      return false;
    }
    Optional<TaskStatus> status =
        task(task.getName())
            .map(TaskRecord::getStatus)
            .filter(known -> known.getRun() == task.getRun());
    if (status.isEmpty()) {
      return true;
    }
    TaskState state = status.get().getState();
    if (state == TaskState.TASK_FINISHED || state == TaskState.TASK_ERROR) {
      return false;
    }
    if (!status.get().hasNextStartAt()) {
      return true;
    }
    Instant next = Timestamps.instant(status.get().getNextStartAt());
    if (next.isAfter(situation.now())) {
      wake(next);
      return false;
    }
    return true;
  }

  /** Siblings that restart together start together, after the last of them has ended. */
  private boolean someServingTaskEnds() {
    return situation.live().stream()
        .anyMatch(
            run ->
                (run.stopping()
                        || task(run.task()).filter(TaskRecord::getRestartWanted).isPresent())
                    && record.getOrder().getTasksList().stream()
                        .anyMatch(task -> task.getName().equals(run.task()) && isServing(task)));
  }

  private Optional<TaskRecord> task(String name) {
    return record.getTasksList().stream().filter(task -> task.getName().equals(name)).findFirst();
  }

  private static boolean isServing(Task task) {
    return task.getGoal() == Goal.RUNNING;
  }

  private void wake(Instant at) {
    if (wakeAt.isEmpty() || at.isBefore(wakeAt.get())) {
      wakeAt = Optional.of(at);
    }
  }
}
