package dev.meridian.controlplane.federation.link;

import java.time.Duration;
import java.time.Instant;

/**
 * How many messages one agent may send: as many at once as an agent with thousands of pods has to
 * tell after a restart, and then no more than it can have to tell. Not safe for several threads:
 * messages of a stream come one at a time.
 */
final class Pace {
  static final int AT_ONCE = 20_000;
  static final int PER_SECOND = 2_000;

  private double left = AT_ONCE;
  private Instant last;

  Pace(Instant now) {
    this.last = now;
  }

  /** Whether one more message is in order now. */
  boolean takes(Instant now) {
    Duration passed = Duration.between(last, now);
    if (passed.isPositive()) {
      left = Math.min(AT_ONCE, left + passed.toNanos() / 1e9 * PER_SECOND);
      last = now;
    }
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
