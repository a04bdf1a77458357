package dev.meridian.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * When a pod on a node that cannot be reached is replaced.
 *
 * @param replaceAfter empty means never
 */
public record UnreachableSpec(Optional<Duration> replaceAfter) {
  public static final UnreachableSpec NEVER = new UnreachableSpec(Optional.empty());

  /** For pods without local volumes. */
  public static final UnreachableSpec AFTER_FIVE_MINUTES =
      new UnreachableSpec(Optional.of(Duration.ofMinutes(5)));
}
