package dev.meridian.agent.pod;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.record.TaskRecord;
import dev.meridian.agent.state.LiveRun;
import dev.meridian.agent.state.Preparation;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What the control plane is told about a pod's current order. Pure. */
final class PodStatusView {
  private PodStatusView() {}

  /**
   * @param obstacle why it waits; empty when nothing is in the way
   * @param record has an order
   */
  static PodStatus of(
      PodRecord record,
      Collection<LiveRun> live,
      Preparation preparation,
      boolean leaseMissing,
      String obstacle,
      List<Integer> takenPorts) {
    long incarnation = record.getOrder().getIncarnation();
    PodStatus.Builder status =
        PodStatus.newBuilder()
            .setPodId(record.getPodId())
            .setIncarnation(incarnation)
            .setRevision(record.getRevision());
    record.getTasksList().stream()
        .map(TaskRecord::getStatus)
        .filter(task -> task.getState() != TaskState.TASK_STATE_UNSPECIFIED)
        .sorted(Comparator.comparing(TaskStatus::getName))
        .forEach(status::addTasks);
    if (live.stream().anyMatch(run -> run.incarnation() < incarnation)) {
      return status
          .setState(PodState.POD_WAITING)
          .setReason("an earlier incarnation of the pod is still ending on this node")
          .build();
    }
    if (leaseMissing) {
      return status
          .setState(PodState.POD_WAITING)
          .setReason("its run lease is over; waits until the control plane is heard again")
          .build();
    }
    return switch (preparation) {
      case Preparation.Missing(), Preparation.UnderWay() ->
          status
              .setState(live.isEmpty() ? PodState.POD_STAGING : PodState.POD_RUNNING)
              .setReason(obstacle)
              .build();
      case Preparation.Blocked _ ->
          status
              .setState(PodState.POD_WAITING)
              .setReason(obstacle)
              .addAllTakenPorts(takenPorts)
              .build();
      case Preparation.Done() -> status.setState(PodState.POD_RUNNING).build();
    };
  }
}
