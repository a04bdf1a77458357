package dev.meridian.spec;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The waits between launches of a task that fails: {@code initial * factor^n}, at most {@code max}.
 */
public record BackoffSpec(Duration initial, BigDecimal factor, Duration max) {
  public static final BackoffSpec DEFAULT =
      new BackoffSpec(Duration.ofSeconds(1), BigDecimal.TWO, Duration.ofSeconds(300));

  public BackoffSpec {
    factor = Decimals.normal(factor);
  }
}
