package dev.meridian.tenancy;

import java.util.UUID;

/**
 * How a tenant is named to people.
 *
 * @param path names from below the root, {@code acme/streams}; {@code -} for the root itself
 * @param label immutable and unique on the platform, part of DNS names
 */
public record TenantRef(UUID id, String path, String label) {
  /** The path of the root tenant, which stands for the platform. */
  public static final String ROOT_PATH = "-";

  public boolean isRoot() {
    return path.equals(ROOT_PATH);
  }
}
