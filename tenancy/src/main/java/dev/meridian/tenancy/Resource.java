package dev.meridian.tenancy;

import java.math.BigDecimal;
import java.util.Locale;

/** What quotas limit; the unit of each amount is that of {@link Amounts}. */
public enum Resource {
  CPUS,
  MEMORY,
  DISK,
  PODS;

  /** The name in the database and in the API. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Resource of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  long in(Amounts amounts) {
    return switch (this) {
      case CPUS -> amounts.cpuMillis();
      case MEMORY -> amounts.memoryBytes();
      case DISK -> amounts.diskBytes();
      case PODS -> amounts.pods();
    };
  }

  String show(long amount) {
    return switch (this) {
      case CPUS -> BigDecimal.valueOf(amount, 3).stripTrailingZeros().toPlainString();
      case MEMORY, DISK -> amount % (1 << 20) == 0 ? (amount >> 20) + " MiB" : amount + " bytes";
      case PODS -> Long.toString(amount);
    };
  }
}
