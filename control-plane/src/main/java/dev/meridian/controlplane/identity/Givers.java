package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Holder;
import dev.meridian.tenancy.Roles;
import dev.meridian.tenancy.TenancyException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lets pass only who holds themselves all that an account or group holds. */
@Component
class Givers {
  private final Roles roles;
  private final HeldRoles held;

  Givers(Roles roles, HeldRoles held) {
    this.roles = roles;
    this.held = held;
  }

  /** Whether the giver holds all that this holds. Call outside of scopes. */
  boolean holdsAllOf(Caller giver, Holder holder) {
    List<HeldRole> all =
        switch (holder) {
          case Account account -> held.of(account.id());
          case Group group -> held.of(group);
        };
    return holdsAll(giver, all);
  }

  /** Whether the giver may give each of these. Call outside of scopes. */
  boolean holdsAll(Caller giver, List<HeldRole> all) {
    try {
      roles.requireGiverOfAll(giver, all);
      return true;
    } catch (TenancyException.NotHeld e) {
      return false;
    }
  }

  /**
   * Passes when the giver holds all that this holds. Call outside of scopes.
   *
   * @param gift what would give that away
   */
  void requireAllOf(Caller giver, Holder holder, String gift) {
    if (!holdsAllOf(giver, holder)) {
      // Not where: the caller may know nothing of that tenant.
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "\"%s\" may do more than you may, here or elsewhere, and %s would give that away. Ask an administrator of the tenant above."
              .formatted(holder.name(), gift));
    }
  }
}
