package dev.meridian.controlplane.platform;

/** Why there is work: the lanes of the work queue, most urgent first. */
public enum Lane {
  /** A person asked for something. */
  VERB,
  /** An agent or the placement writer reported something. */
  STATUS,
  /** A look round that nobody waits for. */
  SWEEP;

  String column() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
