package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Permissions;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Accounts as far as the caller may know of them: who does not administer the platform gives things
 * to those only whose accounts it may see.
 */
@Component
class KnownAccounts {
  private final Accounts accounts;
  private final HeldRoles held;
  private final Permissions permissions;
  private final Callers callers;

  KnownAccounts(Accounts accounts, HeldRoles held, Permissions permissions, Callers callers) {
    this.accounts = accounts;
    this.held = held;
    this.permissions = permissions;
    this.callers = callers;
  }

  /** The account of that name, known to the caller or not. Call outside of scopes. */
  Optional<Account> any(String username) {
    return accounts.byUsername(username);
  }

  /** The account of that name that the caller knows. Call outside of scopes. */
  Optional<Account> find(String username) {
    return any(username).filter(this::isKnown);
  }

  boolean isKnown(Account account) {
    Caller caller = callers.current();
    return permissions.mayOnPlatform(caller, "member:write")
        || held.knownBelow(account.id(), permissions.reach(caller, "member:read").subtrees());
  }
}
