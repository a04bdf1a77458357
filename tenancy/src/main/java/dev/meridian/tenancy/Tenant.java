package dev.meridian.tenancy;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant.
 *
 * @param parentPath null for the root
 * @param stateReason why it is suspended or deleted, for people; empty when it is active
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
    SUSPENDED,
    /** Somebody asked for its deletion: it can be read, and restored while its grace lasts. */
    DELETING,
    /** Only its audit log and what finance counts are left of it. */
    DELETED;

    /** The state with this name; one that is not known keeps from changes as a suspension does. */
    static State of(String name) {
      return Arrays.stream(values())
          .filter(state -> state.name().equals(name))
          .findFirst()
          .orElse(SUSPENDED);
    }

    /** Whether nothing may be changed any more, by nobody, because it goes or is gone. */
    public boolean isGoing() {
      return this == DELETING || this == DELETED;
    }
  }

  public TenantRef ref() {
    return new TenantRef(id, path, label);
  }
}
