package dev.meridian.tenancy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a node keeps pods of one tenant from those of another, the weakest first. */
public enum Isolation {
  /** Each task is processes of its own, under an operating-system user that tenants share. */
  PROCESS,
  /** Each tenant has an operating-system user of its own. */
  USER,
  /** Each pod has file systems, processes and users of its own. */
  CONTAINER;

  /** The name in the database, in the API and between agents and the control plane. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level with this name; empty when there is none. */
  public static Optional<Isolation> of(String key) {
    return Arrays.stream(values()).filter(level -> level.key().equals(key)).findFirst();
  }

  /** Whether this is that level or a stricter one. */
  public boolean isAtLeast(Isolation least) {
    return compareTo(least) >= 0;
  }
}
