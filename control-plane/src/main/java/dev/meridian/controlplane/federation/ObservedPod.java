package dev.meridian.controlplane.federation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One incarnation of a pod as its agent last reported it.
 *
 * @param sequence grows with each report of the agent
 * @param revision the order that the report reflects
 * @param reason why it waits or failed, for people; empty when there is nothing to say
 * @param takenPorts ports that strangers hold on the node
 * @param at when it happened, by the agent's clock where that makes sense
 * @param removed every process of this incarnation and lower ones is gone, confirmed by the agent
 * @param agent how far the report can be trusted to be today's
 */
public record ObservedPod(
    UUID agentId,
    UUID podId,
    long incarnation,
    long sequence,
    String bootId,
    State state,
    String reason,
    List<ObservedTask> tasks,
    List<Integer> takenPorts,
    long revision,
    Instant at,
    Instant receivedAt,
    boolean removed,
    AgentPresence agent) {

  /** Where a pod stands on its node. */
  public enum State {
    WAITING,
    STAGING,
    RUNNING,
    STOPPING,
    /** A higher incarnation on the same node took its place. */
    ENDED,
    /** The agent cannot obey the order; the reason says why. */
    REFUSED,
    REMOVED
  }

  /** True when every task runs and is ready, or has finished. */
  public boolean ready() {
    return state == State.RUNNING
        && !tasks.isEmpty()
        && tasks.stream()
            .allMatch(
                t ->
                    t.state() == ObservedTask.State.FINISHED
                        || (t.state() == ObservedTask.State.RUNNING && t.ready()));
  }

  /** True when a task has failed or cannot start. */
  public boolean failed() {
    return tasks.stream()
        .anyMatch(
            t -> t.state() == ObservedTask.State.FAILED || t.state() == ObservedTask.State.ERROR);
  }
}
