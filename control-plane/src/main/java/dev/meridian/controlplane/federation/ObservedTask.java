package dev.meridian.controlplane.federation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task of a pod as its agent last saw it.
 *
 * @param name short name, without the pod's
 * @param run which ordered run this is
 * @param exitCode null while it runs, and when a signal ended it
 * @param restarts how often this run was started again after a failure
 * @param nextStartAt when the next start is due; null outside of back-off
 * @param message for people
 */
public record ObservedTask(
    String name,
    long run,
    State state,
    boolean ready,
    boolean healthy,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable Long pid,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    int restarts,
    @Nullable Instant nextStartAt,
    String message) {

  /** Where a task stands. */
  public enum State {
    /** Nothing known yet. */
    NONE,
    STARTING,
    RUNNING,
    /** Ended with exit code 0. */
    FINISHED,
    /** Ended otherwise; its agent starts it again after a back-off. */
    FAILED,
    KILLED,
    /** Cannot be started at all; the message says why. */
    ERROR
  }
}
