package dev.meridian.spec;

import java.util.Optional;

/**
 * The name under which a task is found.
 *
 * @param prefix gives {@code <prefix>-<index>}; empty for the task's own name
 */
public record DiscoverySpec(Optional<String> prefix, Visibility visibility) {

  /** Who may find it. */
  public enum Visibility {
    FRAMEWORK,
    CLUSTER,
    EXTERNAL
  }
}
