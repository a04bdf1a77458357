package dev.meridian.agent.state;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.record.TaskRecord;
import dev.meridian.protocol.v1.Backoff;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** What the start and the end of a run mean for the pod. Pure, but for the given jitter. */
public final class TaskOutcomes {
  /** A task that was healthy for so long starts its back-off from the beginning. */
  private static final Duration HEALTHY_ENOUGH = Duration.ofSeconds(60);

  private TaskOutcomes() {}

  /** The task is about to be launched. */
  public static PodRecord launching(PodRecord record, Task task) {
    TaskRecord before = find(record, task.getName()).orElse(fresh(task));
    boolean sameRun = before.getStatus().getRun() == task.getRun();
    boolean again = sameRun && before.getStatus().hasEndedAt();
    return with(
        record,
        TaskRecord.newBuilder()
            .setName(task.getName())
            .setFailures(sameRun ? before.getFailures() : 0)
            .setStatus(
                TaskStatus.newBuilder()
                    .setName(task.getName())
                    .setRun(task.getRun())
                    .setState(TaskState.TASK_STARTING)
                    .setHealthy(true)
                    .setRestarts(sameRun ? before.getStatus().getRestarts() + (again ? 1 : 0) : 0))
            .build());
  }

  /** The task's process exists. */
  public static PodRecord running(PodRecord record, String task, long pid, Instant startedAt) {
    return change(
        record,
        task,
        status ->
            status
                .setState(TaskState.TASK_RUNNING)
                .setPid(pid)
                .setHealthy(true)
                .setStartedAt(Timestamps.of(startedAt)));
  }

  /** The task cannot be started at all until an order changes it. */
  public static PodRecord error(PodRecord record, String task, String reason) {
    return change(record, task, status -> status.setState(TaskState.TASK_ERROR).setMessage(reason));
  }

  /** Readiness and health as the checks see them. */
  public static PodRecord checked(PodRecord record, String task, boolean ready, boolean healthy) {
    return change(record, task, status -> status.setReady(ready).setHealthy(healthy));
  }

  /**
   * A run ended. Decides whether and when the task starts again, and which siblings go with it.
   *
   * @param jitter gives numbers in [0, 1)
   */
  public static PodRecord ended(PodRecord record, LiveRun run, RunEnd end, DoubleSupplier jitter) {
    if (!record.hasOrder() || record.getOrder().getIncarnation() != run.incarnation()) {
      return record;
    }
    Optional<Task> named =
        record.getOrder().getTasksList().stream()
            .filter(task -> task.getName().equals(run.task()))
            .findFirst();
    if (named.isEmpty() || named.get().getRun() != run.run()) {
      return without(record, run.task());
    }
    Task task = named.get();
    TaskRecord before = find(record, run.task()).orElse(fresh(task));
    TaskStatus.Builder status =
        before.getStatus().toBuilder()
            .setEndedAt(Timestamps.of(end.at()))
            .setExitCode(end.exitCode())
            .setSignal(end.signal())
            .setReady(false)
            .setMessage(end.explanation())
            .clearPid()
            .clearNextStartAt();
    boolean wanted = before.getRestartWanted();
    boolean serving = task.getGoal() == Goal.RUNNING;
    if (end.exitCode() == 0 && !serving && end.cause() == RunEnd.Cause.EXITED) {
      return with(
          record,
          before.toBuilder()
              .setStatus(status.setState(TaskState.TASK_FINISHED).setReady(true))
              .setFailures(0)
              .build());
    }
    switch (end.cause()) {
      case STOPPED, LEASE_ENDED, REBOOTED -> {
        Optional<TaskRecord> sibling =
            wanted ? slowestFailedSibling(record, run.task()) : Optional.empty();
        sibling.ifPresent(failed -> status.setNextStartAt(failed.getStatus().getNextStartAt()));
        return with(
            record,
            before.toBuilder()
                .setRestartWanted(false)
                .setStatus(status.setState(TaskState.TASK_KILLED))
                .build());
      }
      case EXITED, UNHEALTHY, LOST -> {
        int failures =
            end.healthyFor().compareTo(HEALTHY_ENOUGH) >= 0 ? 1 : before.getFailures() + 1;
        Instant next =
            end.at().plus(delay(record.getOrder().getBackoff(), failures, jitter.getAsDouble()));
        status.setState(TaskState.TASK_FAILED).setNextStartAt(Timestamps.of(next));
        if (serving && end.exitCode() == 0 && end.explanation().isEmpty()) {
          status.setMessage("ended though its goal is to keep running");
        }
        PodRecord changed =
            with(
                record,
                before.toBuilder()
                    .setRestartWanted(false)
                    .setFailures(failures)
                    .setStatus(status)
                    .build());
        return serving && task.getEssential() && !wanted
            ? restartSiblings(changed, task.getName())
            : changed;
      }
    }
    throw new IllegalStateException("unreachable");
  }

  /** First, factor and limit of the pod, 20 % up or down. */
  static Duration delay(Backoff backoff, int failures, double random) {
    double initial =
        backoff.hasInitial() ? Timestamps.duration(backoff.getInitial()).toMillis() : 1000;
    double factor = backoff.getFactor() >= 1 ? backoff.getFactor() : 2;
    double max = backoff.hasMax() ? Timestamps.duration(backoff.getMax()).toMillis() : 300_000;
    double millis = Math.min(max, initial * Math.pow(factor, Math.min(failures - 1, 60)));
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * random)));
  }

  private static PodRecord restartSiblings(PodRecord record, String failed) {
    PodRecord changed = record;
    for (Task sibling : record.getOrder().getTasksList()) {
      Optional<TaskRecord> known = find(record, sibling.getName());
      if (sibling.getGoal() == Goal.RUNNING
          && !sibling.getName().equals(failed)
          && known.isPresent()
          && isUp(known.get().getStatus().getState())) {
        changed = with(changed, known.get().toBuilder().setRestartWanted(true).build());
      }
    }
    return changed;
  }

  private static boolean isUp(TaskState state) {
    return state == TaskState.TASK_RUNNING || state == TaskState.TASK_STARTING;
  }

  private static Optional<TaskRecord> slowestFailedSibling(PodRecord record, String name) {
    return record.getTasksList().stream()
        .filter(task -> !task.getName().equals(name) && task.getStatus().hasNextStartAt())
        .max(
            (a, b) ->
                Timestamps.instant(a.getStatus().getNextStartAt())
                    .compareTo(Timestamps.instant(b.getStatus().getNextStartAt())));
  }

  private static TaskRecord fresh(Task task) {
    return TaskRecord.newBuilder()
        .setName(task.getName())
        .setStatus(TaskStatus.newBuilder().setName(task.getName()).setRun(task.getRun()))
        .build();
  }

  private static PodRecord change(
      PodRecord record, String task, java.util.function.UnaryOperator<TaskStatus.Builder> change) {
    Optional<TaskRecord> known = find(record, task);
    if (known.isEmpty()) {
      return record;
    }
    TaskStatus changed = change.apply(known.get().getStatus().toBuilder()).build();
    return with(record, known.get().toBuilder().setStatus(changed).build());
  }

  /** What is known of a task. */
  public static Optional<TaskRecord> find(PodRecord record, String name) {
    return record.getTasksList().stream().filter(task -> task.getName().equals(name)).findFirst();
  }

  private static PodRecord with(PodRecord record, TaskRecord task) {
    return without(record, task.getName()).toBuilder().addTasks(task).build();
  }

  private static PodRecord without(PodRecord record, String task) {
    PodRecord.Builder changed = record.toBuilder().clearTasks();
    record.getTasksList().stream()
        .filter(kept -> !kept.getName().equals(task))
        .forEach(changed::addTasks);
    return changed.build();
  }
}
