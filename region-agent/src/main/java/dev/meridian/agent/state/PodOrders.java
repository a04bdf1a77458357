package dev.meridian.agent.state;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.record.TaskRecord;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import java.util.ArrayList;
import java.util.List;

/** How an order changes what is remembered of a pod. Pure. */
public final class PodOrders {
  private PodOrders() {}

  /** What is remembered of a pod that no order has named yet. */
  public static PodRecord unknown(String podId) {
    return PodRecord.newBuilder().setPodId(podId).build();
  }

  /**
   * The highest incarnation wins, whatever the order of arrival; of one incarnation the highest
   * revision does. An order that is beaten starts nothing.
   */
  public static PodRecord run(PodRecord record, RunPod order, long revision) {
    if (order.getIncarnation() <= record.getTombstone()) {
      // Whoever still orders it has not heard that it is gone: answer the tombstone once more.
      return record.toBuilder().setRemovalAcknowledged(false).build();
    }
    if (!record.hasOrder() || order.getIncarnation() > record.getOrder().getIncarnation()) {
      return record.toBuilder()
          .setOrder(order)
          .setRevision(revision)
          .clearTasks()
          .setHasSecrets(namesSecrets(order))
          .build();
    }
    if (order.getIncarnation() < record.getOrder().getIncarnation()
        || revision <= record.getRevision()) {
      return record;
    }
    return record.toBuilder()
        .setOrder(order)
        .setRevision(revision)
        .setHasSecrets(namesSecrets(order))
        .clearTasks()
        .addAllTasks(kept(record, order))
        .build();
  }

  /** A tombstone ends its incarnation and every lower one, and stays. */
  public static PodRecord remove(PodRecord record, RemovePod order, long nowMillis) {
    if (order.getIncarnation() < record.getTombstone()) {
      return record;
    }
    PodRecord.Builder changed =
        record.toBuilder()
            .setTombstone(order.getIncarnation())
            .setRemovalAcknowledged(false)
            .setRemovedAtMillis(nowMillis);
    if (record.hasOrder() && record.getOrder().getIncarnation() <= order.getIncarnation()) {
      changed.clearOrder().clearRevision().clearTasks().clearHasSecrets();
    }
    return changed.build();
  }

  /** Whether an order needs values that are never written to disk. */
  public static boolean namesSecrets(RunPod order) {
    return order.getSecretFilesCount() > 0 || order.getSecretEnvironmentCount() > 0;
  }

  /** What is known of tasks whose run was not raised; an error gets a new chance. */
  private static List<TaskRecord> kept(PodRecord record, RunPod order) {
    List<TaskRecord> kept = new ArrayList<>();
    for (TaskRecord task : record.getTasksList()) {
      TaskStatus status = task.getStatus();
      boolean raised =
          order.getTasksList().stream()
              .filter(named -> named.getName().equals(task.getName()))
              .mapToLong(Task::getRun)
              .anyMatch(run -> run > status.getRun());
      if (!raised && status.getState() != TaskState.TASK_ERROR) {
        kept.add(task);
      }
    }
    return kept;
  }
}
