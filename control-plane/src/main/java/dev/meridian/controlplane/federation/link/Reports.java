package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.federation.ObservedTask;
import dev.meridian.protocol.v1.OrderRefused;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import dev.meridian.protocol.v1.VolumeState;
import dev.meridian.protocol.v1.VolumeStatus;
import java.util.List;
import java.util.UUID;

/** Reads reports from the wire, within limits. */
final class Reports {
  private static final int MOST_TASKS = 64;
  private static final int MOST_PORTS = 256;
  private static final int LONGEST_REASON = 2000;

  private Reports() {}

  static Report of(UUID agent, long session, PodStatus status) throws ProtocolViolation {
    if (status.getTasksCount() > MOST_TASKS || status.getTakenPortsCount() > MOST_PORTS) {
      throw new ProtocolViolation("A pod status has too many tasks or ports.");
    }
    List<Integer> ports = status.getTakenPortsList();
    if (ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
      throw new ProtocolViolation("A pod status names a port that is none.");
    }
    return new Report(
        agent,
        session,
        boot(status.getBootId()),
        status.getSequence(),
        Texts.time(status.getAt()),
        new Report.Pod(
            id(status.getPodId(), "pod"),
            status.getIncarnation(),
            status.getRevision(),
            state(status.getState()),
            Texts.clean(status.getReason(), LONGEST_REASON),
            status.getTasksList().stream().map(Reports::task).toList(),
            List.copyOf(ports)));
  }

  static Report of(UUID agent, long session, PodRemoved removed) throws ProtocolViolation {
    return new Report(
        agent,
        session,
        boot(removed.getBootId()),
        removed.getSequence(),
        Texts.time(removed.getAt()),
        new Report.Removed(id(removed.getPodId(), "pod"), removed.getIncarnation()));
  }

  static Report of(UUID agent, long session, VolumeStatus status) throws ProtocolViolation {
    return new Report(
        agent,
        session,
        boot(status.getBootId()),
        status.getSequence(),
        Texts.time(status.getAt()),
        new Report.Volume(
            id(status.getVolumeId(), "volume"),
            state(status.getState()),
            Texts.clean(status.getReason(), LONGEST_REASON)));
  }

  static Report of(UUID agent, long session, OrderRefused refused) {
    return new Report(
        agent,
        session,
        "",
        0,
        null,
        new Report.Refusal(
            refused.getRevision(), Texts.clean(refused.getReason(), LONGEST_REASON)));
  }

  private static String boot(String bootId) {
    return Texts.clean(bootId, 64);
  }

  private static UUID id(String text, String what) throws ProtocolViolation {
    return Texts.id(text)
        .orElseThrow(() -> new ProtocolViolation("A report names a " + what + " by no id."));
  }

  private static ObservedPod.State state(PodState state) throws ProtocolViolation {
    return switch (state) {
      case POD_WAITING -> ObservedPod.State.WAITING;
      case POD_STAGING -> ObservedPod.State.STAGING;
      case POD_RUNNING -> ObservedPod.State.RUNNING;
      case POD_STOPPING -> ObservedPod.State.STOPPING;
      case POD_ENDED -> ObservedPod.State.ENDED;
      case POD_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ProtocolViolation("A pod status has no state that is known here.");
    };
  }

  private static Report.Volume.State state(VolumeState state) throws ProtocolViolation {
    return switch (state) {
      case VOLUME_READY -> Report.Volume.State.READY;
      case VOLUME_MISSING -> Report.Volume.State.MISSING;
      case VOLUME_DESTROYED -> Report.Volume.State.DESTROYED;
      case VOLUME_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ProtocolViolation("A volume status has no state that is known here.");
    };
  }

  private static ObservedTask task(TaskStatus task) {
    ObservedTask.State state = state(task.getState());
    boolean ended =
        state == ObservedTask.State.FINISHED
            || state == ObservedTask.State.FAILED
            || state == ObservedTask.State.KILLED;
    boolean signalled = task.getSignal() != 0;
    return new ObservedTask(
        Texts.clean(task.getName(), 128),
        task.getRun(),
        state,
        task.getReady(),
        task.getHealthy(),
        ended && !signalled ? task.getExitCode() : null,
        signalled ? task.getSignal() : null,
        task.getPid() > 0 ? task.getPid() : null,
        task.hasStartedAt() ? Texts.time(task.getStartedAt()) : null,
        task.hasEndedAt() ? Texts.time(task.getEndedAt()) : null,
        task.getRestarts(),
        task.hasNextStartAt() ? Texts.time(task.getNextStartAt()) : null,
        Texts.clean(task.getMessage(), LONGEST_REASON));
  }

  private static ObservedTask.State state(TaskState state) {
    return switch (state) {
      case TASK_STARTING -> ObservedTask.State.STARTING;
      case TASK_RUNNING -> ObservedTask.State.RUNNING;
      case TASK_FINISHED -> ObservedTask.State.FINISHED;
      case TASK_FAILED -> ObservedTask.State.FAILED;
      case TASK_KILLED -> ObservedTask.State.KILLED;
      case TASK_ERROR -> ObservedTask.State.ERROR;
      case TASK_STATE_UNSPECIFIED, UNRECOGNIZED -> ObservedTask.State.NONE;
    };
  }
}
