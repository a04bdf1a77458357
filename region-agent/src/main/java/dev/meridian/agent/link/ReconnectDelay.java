package dev.meridian.agent.link;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: short at first, at most ten seconds, spread so that many
 * agents do not come back at one moment.
 */
final class ReconnectDelay {
  private static final int QUICK_TRIES = 4;
  private static final long QUICK_MILLIS = 400;
  private static final long MAX_MILLIS = 10_000;

  private int tries;

  Duration next() {
    tries++;
    long most =
        tries <= QUICK_TRIES
            ? QUICK_MILLIS
            : Math.min(MAX_MILLIS, QUICK_MILLIS << Math.min(tries - QUICK_TRIES, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 4, most + 1));
  }

  /** A connection held: the next loss starts from the beginning. */
  void reset() {
    tries = 0;
  }
}
