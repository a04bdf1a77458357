package dev.meridian.spec;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Upper bounds of use.
 *
 * @param cpus cores; empty when the spec sets no limit of its own
 * @param memoryMb empty when the spec sets no limit of its own
 */
public record ResourceLimits(Optional<Limit> cpus, Optional<Limit> memoryMb) {
  public static final ResourceLimits NONE = new ResourceLimits(Optional.empty(), Optional.empty());

  /** A bound; no amount means {@code unlimited}. */
  public record Limit(Optional<BigDecimal> amount) {
    public static final Limit UNLIMITED = new Limit(Optional.empty());

    public Limit {
      amount = amount.map(Decimals::normal);
    }
  }
}
