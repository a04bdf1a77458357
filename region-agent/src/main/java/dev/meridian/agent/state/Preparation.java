package dev.meridian.agent.state;

import java.time.Instant;

/** How far the sandbox of a pod's incarnation is. */
public sealed interface Preparation {
  /** Nothing was tried yet. */
  record Missing() implements Preparation {}

  /** Under way; an event tells its end. */
  record UnderWay() implements Preparation {}

  /** Something is in the way; try again at that time. */
  record Blocked(Instant retryAt) implements Preparation {}

  /** Tasks may be launched. */
  record Done() implements Preparation {}
}
