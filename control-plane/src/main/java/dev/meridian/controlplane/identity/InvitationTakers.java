package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.Invitations;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives what an invitation is for, when who invited still may, and once. */
@Component
class InvitationTakers {
  private final InvitationLinks links;
  private final Gifts gifts;
  private final Invitations invitations;
  private final MemberChanges members;
  private final Groups groups;
  private final GroupMembers groupMembers;
  private final Changes changes;

  InvitationTakers(
      InvitationLinks links,
      Gifts gifts,
      Invitations invitations,
      MemberChanges members,
      Groups groups,
      GroupMembers groupMembers,
      Changes changes) {
    this.links = links;
    this.gifts = gifts;
    this.invitations = invitations;
    this.members = members;
    this.groups = groups;
    this.groupMembers = groupMembers;
    this.changes = changes;
  }

  /**
   * Call outside of scopes.
   *
   * @param taker who takes it; asked for in the transaction, and may be made there
   */
  Account take(Invitation seen, Supplier<Account> taker) {
    if (!gifts.stillGiven(seen)) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Who invited you may not give this any more. Ask an administrator of the tenant for a new invitation.");
    }
    return changes.inOne(
        () -> {
          Invitation invitation = links.again(seen);
          @Nullable Sha256 before =
              changes.before(invitation.tenant(), "invitation.accept", invitation.id());
          Account account = taker.get();
          give(invitation, account);
          invitations.accepted(invitation, account.id());
          changes.audit(
              invitation.tenant(),
              "invitation.accept",
              account.username(),
              invitation.id(),
              InvitationLinks.told(invitation),
              before);
          return account;
        });
  }

  private void give(Invitation invitation, Account account) {
    @Nullable HeldRole role = invitation.role();
    if (role == null) {
      groupMembers.put(
          groups.own(invitation.tenant(), Objects.requireNonNull(invitation.group())), account);
      return;
    }
    RoleBinding binding = role.binding();
    members.bind(
        account,
        new GivenRole(
            role.role(),
            invitation.tenant(),
            binding.scope(),
            binding.instance(),
            binding.instanceName()));
  }
}
