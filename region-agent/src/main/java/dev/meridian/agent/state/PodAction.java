package dev.meridian.agent.state;

import dev.meridian.protocol.v1.Task;

/** What is to be done next for a pod. */
public sealed interface PodAction {
  /** Ends a run: SIGTERM, grace, SIGKILL for its whole tree. */
  record Stop(String runId, String reason) implements PodAction {}

  /** Makes the sandbox ready: secrets, volumes, ports, space, artifacts. */
  record Prepare() implements PodAction {}

  /** Starts a task of the current order. */
  record Launch(Task task) implements PodAction {}

  /** Answers the tombstone: no process of this incarnation or a lower one exists. */
  record ConfirmRemoval(long incarnation) implements PodAction {}
}
