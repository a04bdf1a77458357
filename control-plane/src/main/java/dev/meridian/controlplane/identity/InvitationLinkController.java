package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * For whoever opens the link of an invitation, signed in or not. The secret is in the body alone,
 * so that it is in no log of addresses.
 */
@RestController
@RequestMapping("/api/v1/invitations")
class InvitationLinkController {
  /**
   * @param secret what stands behind the # of the link
   */
  record InvitationSecret(
      @NotBlank(message = "is missing: give what stands behind the # of the link") String secret) {
    @Override
    public String toString() {
      return "InvitationSecret";
    }
  }

  /**
   * @param secret what stands behind the # of the link
   * @param displayName how others read the name
   */
  record NewPerson(
      @NotBlank(message = "is missing: give what stands behind the # of the link") String secret,
      @NotBlank(message = "is missing: give your name") String displayName,
      @NotNull(message = "is missing: choose a password") String password) {
    @Override
    public String toString() {
      return "NewPerson";
    }
  }

  /**
   * @param tenantPath null for the platform
   * @param role null where it is for a group
   * @param mayRegister whether an account can be made by it; else one is signed in with
   */
  @Schema(name = "OpenInvitation")
  record Shown(
      String email,
      @Nullable String tenantPath,
      @Nullable String role,
      @Nullable String group,
      String invitedBy,
      Instant expiresAt,
      boolean mayRegister) {}

  /**
   * @param username of the account that has it now
   * @param tenantPath null for the platform
   */
  record AcceptedInvitation(String username, @Nullable String tenantPath) {}

  private final InvitationLinks links;
  private final InvitationTakers takers;
  private final NewAccounts newAccounts;
  private final Accounts accounts;
  private final Callers callers;
  private final Tenants tenants;
  private final IdentitySettings settings;

  InvitationLinkController(
      InvitationLinks links,
      InvitationTakers takers,
      NewAccounts newAccounts,
      Accounts accounts,
      Callers callers,
      Tenants tenants,
      IdentitySettings settings) {
    this.links = links;
    this.takers = takers;
    this.newAccounts = newAccounts;
    this.accounts = accounts;
    this.callers = callers;
    this.tenants = tenants;
    this.settings = settings;
  }

  @Problems(forEverybody = true, also = ProblemType.NOT_FOUND)
  @PostMapping("/lookup")
  Shown lookUp(@RequestBody @Valid InvitationSecret asked) {
    Invitation found = links.require(asked.secret());
    @Nullable HeldRole role = found.role();
    return new Shown(
        found.email(),
        path(found),
        role == null ? null : role.role().name(),
        found.group(),
        found.inviterName(),
        found.expiresAt(),
        settings.external().isEmpty());
  }

  /** Gives the signed-in person what the invitation is for. */
  @Problems(
      forEverybody = true,
      also = {ProblemType.NOT_FOUND, ProblemType.CONFLICT})
  @PostMapping("/accept")
  AcceptedInvitation accept(@RequestBody @Valid InvitationSecret asked) {
    Caller caller = callers.current();
    if (caller.kind() != Account.Kind.PERSON) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Invitations are for people. Sign in as yourself, or give the service account a role.");
    }
    Invitation found = links.require(asked.secret());
    return accepted(found, accounts.find(caller.accountId()).orElseThrow());
  }

  /** Makes the account of somebody who has none; signing in comes after it. */
  @Problems(
      forEverybody = true,
      also = {ProblemType.NOT_FOUND, ProblemType.CONFLICT})
  @PostMapping("/register")
  @ResponseStatus(HttpStatus.CREATED)
  AcceptedInvitation register(@RequestBody @Valid NewPerson asked) {
    Invitation found = links.require(asked.secret());
    if (settings.external().isPresent()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Accounts are made at %s. Sign in there and open the link again."
              .formatted(settings.issuer()));
    }
    if (accounts.byUsername(found.email()).isPresent()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "You have an account already: sign in as %s and open the link again."
              .formatted(found.email()));
    }
    NewAccounts.Prepared prepared =
        newAccounts.person(found.email(), asked.displayName().strip(), asked.password());
    Account made =
        takers.take(found, () -> newAccounts.make(found.tenant(), prepared, Optional.empty()));
    return new AcceptedInvitation(made.username(), path(found));
  }

  private AcceptedInvitation accepted(Invitation found, Account account) {
    return new AcceptedInvitation(takers.take(found, () -> account).username(), path(found));
  }

  private @Nullable String path(Invitation invitation) {
    TenantRef tenant = tenants.find(invitation.tenant());
    return tenant.isRoot() ? null : tenant.path();
  }
}
