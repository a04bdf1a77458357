package dev.meridian.agent.state;

import java.time.Duration;
import java.time.Instant;

/**
 * How a run ended; every process of it is gone.
 *
 * @param exitCode 0 to 255; -1 when it was lost with its supervisor
 * @param signal that killed the first process, or 0
 * @param healthyFor how long the task had been up and healthy
 * @param explanation for people; empty when the exit code says all
 */
public record RunEnd(
    Cause cause, int exitCode, int signal, Instant at, Duration healthyFor, String explanation) {

  /** Why it ended. */
  public enum Cause {
    /** By itself. */
    EXITED,
    /** The agent stopped it because it had to: an order or a restart. */
    STOPPED,
    /** A health check failed too often. */
    UNHEALTHY,
    /** Its run lease ran out. */
    LEASE_ENDED,
    /** Supervisor and task are gone and nobody saw how. */
    LOST,
    /** The node was restarted. */
    REBOOTED
  }
}
