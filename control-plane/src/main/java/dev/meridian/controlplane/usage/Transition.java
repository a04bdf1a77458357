package dev.meridian.controlplane.usage;

import java.time.Instant;
import java.util.UUID;

/**
 * A change of what a pod, or a volume that is kept without one, holds.
 *
 * @param holder the pod's or volume's id
 * @param pods how many pods that is: one, or none for a volume
 */
record Transition(
    UUID tenant,
    String service,
    UUID holder,
    Kind kind,
    Instant at,
    long cpuMillis,
    long memoryBytes,
    long diskBytes,
    long pods) {

  /** Transitions between these are about what was observed and change no allocation. */
  enum Kind {
    RESERVED,
    RESIZED,
    RELEASED
  }
}
