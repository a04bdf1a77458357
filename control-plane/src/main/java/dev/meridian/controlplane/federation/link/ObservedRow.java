package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.federation.ObservedTask;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A row of observed_pod; the names are its columns. */
record ObservedRow(
    UUID agentId,
    UUID podId,
    long incarnation,
    UUID tenantId,
    UUID instanceId,
    long sequence,
    String bootId,
    ObservedPod.State state,
    String reason,
    List<ObservedTask> tasks,
    List<Integer> takenPorts,
    long revision,
    Instant at,
    Instant receivedAt,
    boolean removed) {

  /** What the history of the pod calls this. */
  Phase phase() {
    return switch (state) {
      case WAITING -> Phase.WAITING;
      case STAGING -> Phase.STAGING;
      case STOPPING -> Phase.STOPPING;
      case ENDED -> Phase.ENDED;
      case REFUSED -> Phase.REFUSED;
      case REMOVED -> Phase.REMOVED;
      case RUNNING -> running();
    };
  }

  private Phase running() {
    boolean ready = !tasks.isEmpty();
    for (ObservedTask task : tasks) {
      switch (task.state()) {
        case FAILED, ERROR -> {
          return Phase.FAILED;
        }
        case FINISHED -> {}
        case RUNNING -> ready &= task.ready();
        case NONE, STARTING, KILLED -> ready = false;
      }
    }
    return ready ? Phase.READY : Phase.RUNNING;
  }

  /** Transitions of a pod as its history names them. */
  enum Phase {
    WAITING,
    STAGING,
    RUNNING,
    READY,
    FAILED,
    STOPPING,
    ENDED,
    REFUSED,
    REMOVED
  }

  /** The same incarnation, gone. */
  ObservedRow gone(Report report, Instant at, Instant now) {
    return new ObservedRow(
        agentId,
        podId,
        incarnation,
        tenantId,
        instanceId,
        Math.max(sequence, report.sequence()),
        report.bootId(),
        ObservedPod.State.REMOVED,
        "",
        List.of(),
        List.of(),
        revision,
        at,
        now,
        true);
  }
}
