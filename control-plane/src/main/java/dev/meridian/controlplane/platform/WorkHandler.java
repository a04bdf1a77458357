package dev.meridian.controlplane.platform;

import java.util.UUID;

/**
 * Does the work behind a key of the {@link WorkQueue}. Level-triggered and idempotent: it looks at
 * the present state and moves it on; how often it was woken means nothing.
 */
public interface WorkHandler {
  /** The kind of key that this handler takes; one handler a kind. */
  String kind();

  /**
   * Called outside of any transaction or scope, never twice at a time for one key as long as the
   * claim holds. An exception is logged, and the key is tried again after a back-off.
   */
  void work(UUID tenant, UUID key);
}
