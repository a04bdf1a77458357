package dev.meridian.controlplane.identity;

import static dev.meridian.controlplane.identity.GivenRoles.invalid;

import dev.meridian.controlplane.identity.MemberController.Member;
import dev.meridian.controlplane.identity.MemberController.NewMember;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.Holder;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Adds members to tenants, with an account for those who have none yet. */
@Component
class Members {
  private final GivenRoles roles;
  private final KnownAccounts accounts;
  private final NewAccounts newAccounts;
  private final Groups groups;
  private final MemberChanges members;
  private final Creates creates;
  private final Callers callers;
  private final Tenants tenants;

  Members(
      GivenRoles roles,
      KnownAccounts accounts,
      NewAccounts newAccounts,
      Groups groups,
      MemberChanges members,
      Creates creates,
      Callers callers,
      Tenants tenants) {
    this.roles = roles;
    this.accounts = accounts;
    this.newAccounts = newAccounts;
    this.groups = groups;
    this.members = members;
    this.creates = creates;
    this.callers = callers;
    this.tenants = tenants;
  }

  Member add(UUID tenant, NewMember asked, @Nullable String key) {
    Idempotency.Create create = new Idempotency.Create(tenant, "member.add", key, asked);
    return creates
        .answered(create, Member.class)
        .orElseGet(
            () ->
                Group.KIND.equals(asked.kind())
                    ? addedGroup(create, asked)
                    : added(create, asked, null));
  }

  /**
   * Makes a service account that is not there yet.
   *
   * @param expiresAt when its first key runs out; null: never
   */
  Member addService(
      UUID tenant, NewMember asked, @Nullable Instant expiresAt, @Nullable String key) {
    Idempotency.Create create =
        new Idempotency.Create(
            tenant, "service-account.add", key, List.of(asked, String.valueOf(expiresAt)));
    return creates
        .answered(create, Member.class)
        .orElseGet(
            () -> {
              if (accounts.any(asked.username()).isPresent()) {
                throw new TenancyException.NameTaken("The account", asked.username());
              }
              return added(create, asked, expiresAt);
            });
  }

  private Member addedGroup(Idempotency.Create create, NewMember asked) {
    UUID tenant = create.tenant();
    if (asked.password() != null || asked.displayName() != null) {
      throw invalid(
          "/kind", "A group is named by its name alone; leave password and displayName out.");
    }
    GivenRole given = given(tenant, asked);
    Group group =
        groups
            .nearest(tenant, asked.username())
            .orElseThrow(() -> ProblemException.notFound("group", asked.username()));
    return creates.once(create, Member.class, () -> bound(group, given, null));
  }

  private Member added(Idempotency.Create create, NewMember asked, @Nullable Instant expiresAt) {
    GivenRole given = given(create.tenant(), asked);
    Optional<Account> known = accounts.any(asked.username());
    boolean service = Account.Kind.SERVICE_ACCOUNT.key().equals(asked.kind());
    if (known.isPresent()) {
      Account account = known(known.get(), asked, service);
      return creates.once(create, Member.class, () -> bound(account, given, null));
    }
    NewAccounts.Prepared prepared =
        service
            ? newAccounts.program(
                asked.username(), asked.displayName(), asked.password(), expiresAt)
            : newAccounts.person(asked.username(), asked.displayName(), asked.password());
    Optional<Caller> by = Optional.of(callers.current());
    return creates.once(
        create,
        Member.class,
        () -> bound(newAccounts.make(create.tenant(), prepared, by), given, prepared.shown()));
  }

  private Account known(Account known, NewMember asked, boolean service) {
    if (asked.password() != null) {
      throw invalid(
          "/password", "The account exists already and keeps its password; leave password out.");
    }
    if (!accounts.isKnown(known)) {
      throw new TenancyException.NameTaken("The account", known.username());
    }
    if (service) {
      newAccounts.requireProgram(known.username());
    }
    return known;
  }

  private GivenRole given(UUID tenant, NewMember asked) {
    return roles.require(tenant, asked.role(), asked.scope(), asked.instance());
  }

  private Member bound(Holder holder, GivenRole given, @Nullable String password) {
    TenantRef ref = tenants.find(given.tenant());
    return Member.of(holder, members.bind(holder, given), ref, password);
  }
}
