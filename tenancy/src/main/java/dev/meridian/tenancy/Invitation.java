package dev.meridian.tenancy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What whoever opens its link is given, once.
 *
 * @param role null where it is for a group
 * @param group name of the tenant's group; null where it is for a role
 * @param inviter id of the account that gives it, and must still hold it when it is taken
 * @param revokedReason why it ended where nobody revoked it; else empty
 */
public record Invitation(
    UUID tenant,
    UUID id,
    String email,
    @Nullable HeldRole role,
    @Nullable String group,
    UUID inviter,
    String inviterName,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant acceptedAt,
    @Nullable String acceptedBy,
    @Nullable Instant revokedAt,
    String revokedReason) {

  /** What has become of it. */
  public enum State {
    PENDING,
    ACCEPTED,
    EXPIRED,
    REVOKED
  }

  public State state(Instant now) {
    if (acceptedAt != null) {
      return State.ACCEPTED;
    }
    if (revokedAt != null) {
      return State.REVOKED;
    }
    return now.isBefore(expiresAt) ? State.PENDING : State.EXPIRED;
  }
}
