package dev.meridian.controlplane.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts in words for explanations. */
final class Quantities {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantities() {}

  /** Thousandths of a core as cores. */
  static String cpus(long millis) {
    return plain(BigDecimal.valueOf(millis, 3));
  }

  /** Rounded to two digits of the largest fitting unit, always down: never shows more than is. */
  static String bytes(long bytes) {
    int unit = 0;
    while (unit < UNITS.length - 1 && Math.abs(bytes) >= 1L << (10 * (unit + 1))) {
      unit++;
    }
    BigDecimal amount =
        BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(1L << (10 * unit)), 2, RoundingMode.FLOOR);
    return plain(amount) + " " + UNITS[unit];
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
