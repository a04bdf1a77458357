package dev.meridian.tenancy;

import java.util.Optional;

/** Where the caller comes from: the security context of the web layer, or a test. */
@FunctionalInterface
public interface CallerSource {
  /** The caller of the running request; empty outside of one. */
  Optional<Caller> caller();

  /** Whether what the caller showed is still good; a sign-in may have ended since it came in. */
  default boolean stands(Caller caller) {
    return true;
  }
}
