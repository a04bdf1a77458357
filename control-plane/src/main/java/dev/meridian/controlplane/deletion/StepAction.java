package dev.meridian.controlplane.deletion;

import java.util.UUID;

/**
 * One step for one tenant. Each part may be repeated, for the process may end after any of them.
 */
interface StepAction {
  StepKind kind();

  /**
   * What cannot be done in the transaction that ends the step. Called outside of scopes, any number
   * of times.
   *
   * @param askedBy username of who asked for the deletion
   */
  default void before(UUID tenant, String askedBy) {}

  /** The step itself, in the transaction of tenant administration that records its outcome. */
  Progress take(UUID tenant);
}
