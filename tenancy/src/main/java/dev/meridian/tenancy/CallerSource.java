package dev.meridian.tenancy;

import java.util.Optional;

/** Where the caller comes from: the security context of the web layer, or a test. */
@FunctionalInterface
public interface CallerSource {
  /** The caller of the running request; empty outside of one. */
  Optional<Caller> caller();
}
