package dev.meridian.controlplane.deletion;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of a tenant and of all below it.
 *
 * @param path as it was called when somebody asked
 * @param askedById account of who asked; null for the platform itself
 * @param graceEndsAt until then it can be restored
 */
record Deletion(
    UUID id,
    UUID tenant,
    String path,
    String label,
    State state,
    String reason,
    @Nullable UUID askedById,
    String askedBy,
    Instant askedAt,
    Instant graceEndsAt,
    @Nullable Instant startedAt,
    @Nullable Instant restoredAt,
    @Nullable String restoredBy,
    @Nullable Instant completedAt) {

  enum State {
    /** Nothing is gone yet; it can be restored. */
    GRACE,
    RUNNING,
    DONE,
    RESTORED
  }

  /**
   * A tenant that goes.
   *
   * @param depth below the one that was named
   */
  record Member(UUID tenant, String path, String label, int depth) {}

  /**
   * A step.
   *
   * @param gone what it took away, as JSON
   */
  record Step(
      int position,
      UUID tenant,
      String path,
      StepKind kind,
      StepState state,
      String reason,
      Instant since,
      String gone) {}
}
