package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.audit.Sha256;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who is in a group. Whoever puts somebody into it gives all that it holds, and so must hold all of
 * that.
 */
@Component
class GroupMembers {
  private final Groups groups;
  private final KnownAccounts accounts;
  private final Givers givers;
  private final Callers callers;
  private final Changes changes;
  private final RightsNews news;
  private final Administrators administrators;

  GroupMembers(
      Groups groups,
      KnownAccounts accounts,
      Givers givers,
      Callers callers,
      Changes changes,
      RightsNews news,
      Administrators administrators) {
    this.groups = groups;
    this.accounts = accounts;
    this.givers = givers;
    this.callers = callers;
    this.changes = changes;
    this.news = news;
    this.administrators = administrators;
  }

  List<Account> of(UUID tenant, String group, @Nullable String after, int atMost) {
    return groups.members(groups.own(tenant, group), after, atMost);
  }

  void add(UUID tenant, String name, String username) {
    Group group = groups.own(tenant, name);
    // The same for an account that does not exist and for one that the caller may not see.
    Account account =
        accounts.find(username).orElseThrow(() -> ProblemException.notFound("account", username));
    givers.requireAllOf(callers.current(), group, "a place in it");
    changes.inOne(
        () -> {
          requireSame(group);
          put(group, account);
          return true;
        });
  }

  /** Puts the account into the group in the running transaction. */
  void put(Group group, Account account) {
    @Nullable Sha256 before = changes.before(group.tenant(), "group.add-member", group.id());
    groups.add(group, account.id());
    audit("group.add-member", group, account, before);
    news.rightsChange();
  }

  void remove(UUID tenant, String name, String username) {
    administrators.keepingOne(
        () -> {
          Group group = groups.own(tenant, name);
          @Nullable Sha256 before = changes.before(tenant, "group.remove-member", group.id());
          Account account =
              accounts
                  .any(username)
                  .filter(one -> groups.remove(group, one.id()))
                  .orElseThrow(() -> ProblemException.notFound("member", username));
          audit("group.remove-member", group, account, before);
          return true;
        });
  }

  /** The one that was looked at may be gone, and another of its name be there. */
  private void requireSame(Group group) {
    if (!groups.own(group.tenant(), group.name()).id().equals(group.id())) {
      throw ProblemException.notFound("group", group.name());
    }
  }

  private void audit(String action, Group group, Account account, @Nullable Sha256 before) {
    changes.audit(
        group.tenant(),
        action,
        group.name(),
        group.id(),
        Map.of("member", account.username()),
        before);
  }
}
