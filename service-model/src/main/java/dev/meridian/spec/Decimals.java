package dev.meridian.spec;

import java.math.BigDecimal;

/** One form per number, so that {@code 1}, {@code 1.0} and {@code 1.00} are equal values. */
final class Decimals {
  private Decimals() {}

  static BigDecimal normal(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
