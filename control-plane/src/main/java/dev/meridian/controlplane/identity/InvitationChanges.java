package dev.meridian.controlplane.identity;

import static dev.meridian.controlplane.identity.GivenRoles.invalid;

import dev.meridian.controlplane.identity.InvitationController.NewInvitation;
import dev.meridian.controlplane.identity.InvitationController.Shown;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.Invitations;
import dev.meridian.tenancy.Invitations.Gift;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Invites people and takes invitations back, with the audit row of each. */
@Component
class InvitationChanges {
  private static final Duration USUAL = Duration.ofDays(7);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Invitations invitations;
  private final Gifts gifts;
  private final Callers callers;
  private final Changes changes;
  private final Creates creates;
  private final IdentitySettings settings;
  private final InstantSource clock;

  InvitationChanges(
      Invitations invitations,
      Gifts gifts,
      Callers callers,
      Changes changes,
      Creates creates,
      IdentitySettings settings,
      InstantSource clock) {
    this.invitations = invitations;
    this.gifts = gifts;
    this.callers = callers;
    this.changes = changes;
    this.creates = creates;
    this.settings = settings;
    this.clock = clock;
  }

  /** Newest first. */
  List<Shown> of(UUID tenant, @Nullable UUID before, int atMost) {
    Instant now = clock.instant();
    return invitations.of(tenant, before, atMost).stream()
        .map(one -> Shown.of(one, now, null))
        .toList();
  }

  /** The link is in this answer alone: what is kept of its secret is a digest. */
  Shown create(UUID tenant, NewInvitation asked, @Nullable String key) {
    Idempotency.Create create = new Idempotency.Create(tenant, "invitation.create", key, asked);
    return creates.answered(create, Shown.class).orElseGet(() -> created(create, asked));
  }

  private Shown created(Idempotency.Create create, NewInvitation asked) {
    UUID tenant = create.tenant();
    String email = MailAddress.require(asked.email());
    Instant expiresAt = expiry(asked.expiresAt());
    Gift gift = gifts.require(tenant, asked);
    UUID inviter = callers.current().accountId();
    UUID id = Ids.next();
    String secret = IdentifiedSecret.next(InvitationLinks.PREFIX, id);
    byte[] digest = Digests.sha256(secret);
    return creates.once(
        create,
        Shown.class,
        () -> {
          invitations.create(
              new Invitations.Fresh(tenant, id, email, digest, gift, inviter, expiresAt));
          Invitation made = invitations.find(id).orElseThrow();
          changes.audit(tenant, "invitation.create", email, id, InvitationLinks.told(made));
          return Shown.of(made, clock.instant(), settings.url() + "/invitation#" + secret);
        });
  }

  void revoke(UUID tenant, UUID id) {
    changes.inOne(
        () -> {
          Invitation present =
              invitations
                  .find(id)
                  .filter(one -> one.tenant().equals(tenant))
                  .orElseThrow(() -> ProblemException.notFound("invitation", id.toString()));
          Invitation.State state = present.state(clock.instant());
          if (state == Invitation.State.REVOKED) {
            return true;
          }
          if (state == Invitation.State.ACCEPTED) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "The invitation was accepted already. Take the role or the group away from the member instead.");
          }
          @Nullable Sha256 before = changes.before(tenant, "invitation.revoke", id);
          invitations.revoke(present);
          changes.audit(tenant, "invitation.revoke", present.email(), id, Map.of(), before);
          return true;
        });
  }

  private Instant expiry(@Nullable Instant asked) {
    Instant now = clock.instant();
    Instant at = asked == null ? now.plus(USUAL) : asked;
    if (!at.isAfter(now) || at.isAfter(now.plus(LONGEST))) {
      throw invalid(
          "/expiresAt",
          "An invitation is good for at most %d days; give a time from now to then, or none for %d days."
              .formatted(LONGEST.toDays(), USUAL.toDays()));
    }
    return at;
  }
}
