package dev.meridian.tenancy;

import java.time.Duration;

/**
 * How old an answer about rights, accounts and sign-ins may be when no news of a change has come.
 * Not for operators: a test gives longer ones to see that the news alone is enough.
 *
 * @param kept how long what was read is believed
 * @param look how often an open stream asks whether it may stay open
 */
public record Freshness(Duration kept, Duration look) {
  /** What a replica has that gets no news: a change counts on it within a second. */
  public static final Freshness USUAL =
      new Freshness(Duration.ofMillis(900), Duration.ofSeconds(1));

  /** Throws unless both are positive. */
  public Freshness {
    if (!kept.isPositive() || !look.isPositive()) {
      throw new IllegalArgumentException(
          "Rights that are kept for %s and looked at every %s; both must be positive."
              .formatted(kept, look));
    }
  }
}
