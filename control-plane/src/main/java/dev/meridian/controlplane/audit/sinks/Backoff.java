package dev.meridian.controlplane.audit.sinks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled with each failure up to a limit, and of that
 * between a half and all by chance, so that many sinks of one receiver do not come back at once.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 16;

  private Backoff() {}

  /**
   * @param failures in a row, one at least
   */
  static Duration after(int failures, RandomGenerator random) {
    long whole =
        Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS));
    return Duration.ofMillis(random.nextLong(whole / 2, whole + 1));
  }
}
