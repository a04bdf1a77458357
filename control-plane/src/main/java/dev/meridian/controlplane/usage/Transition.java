package dev.meridian.controlplane.usage;

import java.time.Instant;
import java.util.UUID;

/** A change of what a pod holds. */
record Transition(
    UUID tenant,
    String service,
    UUID pod,
    Kind kind,
    Instant at,
    long cpuMillis,
    long memoryBytes,
    long diskBytes) {

  /** Transitions between these are about what was observed and change no allocation. */
  enum Kind {
    RESERVED,
    RESIZED,
    RELEASED
  }
}
