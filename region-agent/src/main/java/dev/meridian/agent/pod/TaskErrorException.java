package dev.meridian.agent.pod;

/** A task cannot be started at all as it was ordered; the message says why. */
final class TaskErrorException extends Exception {
  private static final long serialVersionUID = 1;

  TaskErrorException(String message) {
    super(message);
  }
}
