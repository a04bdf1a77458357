package dev.meridian.tenancy;

import java.math.BigDecimal;
import java.util.Locale;

/** What quotas limit; the unit of each amount is that of {@link Amounts}. */
public enum Resource {
  CPUS,
  MEMORY,
  DISK,
  PODS,
  GPUS,
  INSTANCES,
  VOLUMES,
  SECRETS;

  /** The name in the database and in the API. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The resource with this key.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Resource of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Digits behind the point of an amount as people write it: its unit is a thousandth or one. */
  public int scale() {
    return this == CPUS || this == GPUS ? 3 : 0;
  }

  public long in(Amounts amounts) {
    return switch (this) {
      case CPUS -> amounts.cpuMillis();
      case MEMORY -> amounts.memoryBytes();
      case DISK -> amounts.diskBytes();
      case PODS -> amounts.pods();
      case GPUS -> amounts.gpuMillis();
      case INSTANCES -> amounts.instances();
      case VOLUMES -> amounts.volumes();
      case SECRETS -> amounts.secrets();
    };
  }

  String show(long amount) {
    return switch (this) {
      case CPUS, GPUS -> BigDecimal.valueOf(amount, 3).stripTrailingZeros().toPlainString();
      case MEMORY, DISK -> amount % (1 << 20) == 0 ? (amount >> 20) + " MiB" : amount + " bytes";
      case PODS, INSTANCES, VOLUMES, SECRETS -> Long.toString(amount);
    };
  }
}
