package dev.meridian.controlplane.identity;

import static dev.meridian.controlplane.identity.GivenRoles.invalid;

import dev.meridian.controlplane.identity.InvitationController.NewInvitation;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.Invitations.Gift;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.TenancyException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What invitations give, checked against what their giver holds: when made, and when taken. */
@Component
class Gifts {
  private final GivenRoles roles;
  private final Groups groups;
  private final Givers givers;
  private final Accounts accounts;
  private final Callers callers;
  private final Permissions permissions;

  Gifts(
      GivenRoles roles,
      Groups groups,
      Givers givers,
      Accounts accounts,
      Callers callers,
      Permissions permissions) {
    this.roles = roles;
    this.groups = groups;
    this.givers = givers;
    this.accounts = accounts;
    this.callers = callers;
    this.permissions = permissions;
  }

  /** What is asked for, when the caller may give it. Call outside of scopes. */
  Gift require(UUID tenant, NewInvitation asked) {
    if ((asked.role() == null) == (asked.group() == null)) {
      throw invalid("/role", "Name either a role or a group of the tenant.");
    }
    if (asked.role() != null) {
      GivenRole given = roles.require(tenant, asked.role(), asked.scope(), asked.instance());
      return new Gift.OfRole(given.role(), given.scope(), given.instance());
    }
    if (asked.scope() != null || asked.instance() != null) {
      throw invalid("/scope", "A group has its own roles; leave scope and instance out.");
    }
    Group group = named(tenant, Objects.requireNonNull(asked.group()));
    givers.requireAllOf(callers.current(), group, "a place in it");
    return new Gift.OfGroup(group.id());
  }

  private Group named(UUID tenant, String name) {
    try {
      return groups.own(tenant, name);
    } catch (TenancyException.NotFound e) {
      throw invalid("/group", "The tenant has no group \"%s\".".formatted(name));
    }
  }

  /** Whether who invited could give it now. Call outside of scopes. */
  boolean stillGiven(Invitation invitation) {
    UUID tenant = invitation.tenant();
    return accounts
        .find(invitation.inviter())
        .filter(inviter -> !inviter.disabled())
        .map(Gifts::caller)
        .filter(inviter -> permissions.may(inviter, "member:write", tenant))
        .filter(
            inviter ->
                invitation.role() != null
                    ? givers.holdsAll(inviter, List.of(invitation.role()))
                    : givers.holdsAllOf(
                        inviter, groups.own(tenant, Objects.requireNonNull(invitation.group()))))
        .isPresent();
  }

  private static Caller caller(Account account) {
    return new Caller(
        account.id(), account.username(), account.displayName(), account.kind(), null);
  }
}
