package dev.meridian.tenancy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant.
 *
 * @param parentPath null for the root
 * @param stateReason why it is suspended, for people; empty when it is not
 * @param version grows with each change of the tenant or its limits
 */
public record Tenant(
    UUID id,
    String path,
    String label,
    String name,
    String displayName,
    @Nullable String parentPath,
    State state,
    String stateReason,
    Instant createdAt,
    long version) {

  /** Whether the tenant may change anything. */
  public enum State {
    ACTIVE,
    SUSPENDED
  }

  public TenantRef ref() {
    return new TenantRef(id, path, label);
  }
}
