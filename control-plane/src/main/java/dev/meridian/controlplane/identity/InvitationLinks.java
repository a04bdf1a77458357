package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.Invitations;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Finds the invitation that the secret of a link is of. One that never was, is used, revoked or run
 * out, or whose tenant is suspended or goes, is answered alike.
 */
@Component
class InvitationLinks {
  static final String PREFIX = "mi";

  private final Invitations invitations;
  private final InstantSource clock;

  InvitationLinks(Invitations invitations, InstantSource clock) {
    this.invitations = invitations;
    this.clock = clock;
  }

  /** Call outside of scopes. */
  Invitation require(String secret) {
    return IdentifiedSecret.idIn(PREFIX, secret)
        .filter(id -> matches(id, secret))
        .flatMap(this::open)
        .orElseThrow(InvitationLinks::gone);
  }

  /** The same one again, in the transaction that takes it: nobody else takes it until the end. */
  Invitation again(Invitation seen) {
    return open(seen.id()).orElseThrow(InvitationLinks::gone);
  }

  private Optional<Invitation> open(UUID id) {
    return invitations
        .find(id)
        .filter(one -> one.state(clock.instant()) == Invitation.State.PENDING)
        .filter(one -> invitations.open(one.tenant()));
  }

  private boolean matches(UUID id, String secret) {
    byte[] digest = Digests.sha256(secret);
    return invitations.hash(id).filter(known -> MessageDigest.isEqual(known, digest)).isPresent();
  }

  /** What the audit log says of what it gives. */
  static Map<String, Object> told(Invitation one) {
    return one.role() == null
        ? Map.of("group", Objects.requireNonNull(one.group()))
        : Map.of("role", one.role().role().name(), "scope", one.role().binding().scope().key());
  }

  private static ProblemException gone() {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "This invitation is not valid: it was used or taken back, has run out, or the link is not whole. Ask who invited you for a new one.");
  }
}
