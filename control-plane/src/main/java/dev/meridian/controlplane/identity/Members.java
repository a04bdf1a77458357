package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.MemberController.Member;
import dev.meridian.controlplane.identity.MemberController.NewMember;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.RoleDefinition;
import dev.meridian.tenancy.RoleScope;
import dev.meridian.tenancy.Roles;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Adds members to tenants, with an account for those who have none yet. */
@Component
class Members {
  private final Accounts accounts;
  private final Bindings bindings;
  private final Roles roles;
  private final Permissions permissions;
  private final Callers callers;
  private final RightsNews news;
  private final Tenants tenants;
  private final Changes changes;
  private final Idempotency idempotency;
  private final PasswordEncoder passwords;
  private final ObjectProvider<RegisteredClients> clients;
  private final ServiceAccounts serviceAccounts;
  private final ServiceAccountKeys keys;

  Members(
      Accounts accounts,
      Bindings bindings,
      Roles roles,
      Permissions permissions,
      Callers callers,
      RightsNews news,
      Tenants tenants,
      Changes changes,
      Idempotency idempotency,
      PasswordEncoder passwords,
      ObjectProvider<RegisteredClients> clients,
      ServiceAccounts serviceAccounts,
      ServiceAccountKeys keys) {
    this.accounts = accounts;
    this.bindings = bindings;
    this.roles = roles;
    this.permissions = permissions;
    this.callers = callers;
    this.news = news;
    this.tenants = tenants;
    this.changes = changes;
    this.idempotency = idempotency;
    this.passwords = passwords;
    this.clients = clients;
    this.serviceAccounts = serviceAccounts;
    this.keys = keys;
  }

  Page<Member> at(UUID tenant, int limit, @Nullable String cursor) {
    List<String> after =
        Cursor.decode(cursor, Cursor.Part.TEXT, Cursor.Part.TEXT, Cursor.Part.TEXT);
    TenantRef ref = tenants.find(tenant);
    return Page.of(
            bindings.holdersAt(tenant, after, limit + 1),
            limit,
            holder ->
                List.of(
                    holder.account().username(),
                    holder.binding().role(),
                    holder.binding().scope().key()
                        + Objects.requireNonNullElse(holder.binding().instanceName(), "")))
        .map(holder -> shown(holder.account(), holder.binding(), ref, null));
  }

  Member add(UUID tenant, NewMember asked, @Nullable String key) {
    Idempotency.Create create = new Idempotency.Create(tenant, "member.add", key, asked);
    return idempotency.answered(create, Member.class).orElseGet(() -> added(create, asked, null));
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
    return idempotency
        .answered(create, Member.class)
        .orElseGet(
            () -> {
              if (accounts.byUsername(asked.username()).isPresent()) {
                throw new TenancyException.NameTaken("The account", asked.username());
              }
              return added(create, asked, expiresAt);
            });
  }

  private Member added(Idempotency.Create create, NewMember asked, @Nullable Instant expiresAt) {
    UUID tenant = create.tenant();
    String username = asked.username();
    RoleDefinition role = roles.require(tenant, asked.role());
    RoleScope scope = asked.scope() == null ? RoleScope.SUBTREE : RoleScope.of(asked.scope());
    @Nullable UUID instance = instance(tenant, scope, asked.instance());
    roles.requireGiver(callers.current(), role, tenant, scope, instance);
    boolean service = Account.Kind.SERVICE_ACCOUNT.key().equals(asked.kind());
    Optional<Account> known = accounts.byUsername(username);
    String chosen = asked.password();
    check(tenant, role, known, chosen);
    checkKnownHere(known);
    checkService(service, username);
    ServiceAccountKeys.@Nullable Fresh first =
        service && known.isEmpty() ? firstKey(chosen, expiresAt) : null;
    @Nullable String generated =
        known.isPresent() || chosen != null
            ? null
            : first == null ? GeneratedPassword.next() : first.secret();
    String password = chosen != null ? chosen : generated;
    if (first != null) {
      // First: a client without its account can do nothing and is replaced by the next attempt.
      clients.getObject().provideServiceAccount(username);
    }
    // Slow on purpose, so not while the transaction is open.
    @Nullable String hash =
        service || known.isPresent() || password == null ? null : passwords.encode(password);
    return changes.inOne(
        () ->
            idempotency.once(
                create,
                Member.class,
                () -> {
                  Account account =
                      known.orElseGet(
                          () ->
                              accounts.create(
                                  username,
                                  asked.displayName() == null ? username : asked.displayName(),
                                  service ? Account.Kind.SERVICE_ACCOUNT : Account.Kind.PERSON,
                                  hash));
                  if (first != null) {
                    serviceAccounts.adopt(tenant, account.id(), first);
                  }
                  @Nullable Sha256 before = changes.before(tenant, "member.add", account.id());
                  bindings.bind(account.id(), role, tenant, scope, instance);
                  TenantRef ref = tenants.find(tenant);
                  changes.audit(
                      tenant,
                      "member.add",
                      username,
                      account.id(),
                      Map.of("role", role.name(), "scope", scope.key()),
                      before);
                  news.rightsChange();
                  return shown(
                      account,
                      new RoleBinding(
                          account.id(), role.name(), tenant, scope, instance, asked.instance()),
                      ref,
                      generated);
                }));
  }

  private ServiceAccountKeys.Fresh firstKey(@Nullable String chosen, @Nullable Instant expiresAt) {
    return chosen == null ? ServiceAccountKeys.generated("first", expiresAt) : keys.chosen(chosen);
  }

  /** The instance that the scope names; null when it is another scope. */
  private @Nullable UUID instance(UUID tenant, RoleScope scope, @Nullable String name) {
    if ((scope == RoleScope.INSTANCE) != (name != null)) {
      throw invalid(
          "/instance",
          "Name an instance for the scope instance, and none for the scopes subtree and tenant.");
    }
    return name == null
        ? null
        : permissions
            .instanceNamed(tenant, name)
            .orElseThrow(
                () -> invalid("/instance", "The tenant has no instance \"%s\".".formatted(name)));
  }

  /** Who does not administer the platform gives roles to those only whose accounts it may see. */
  private void checkKnownHere(Optional<Account> known) {
    Caller caller = callers.current();
    if (known.isEmpty() || permissions.mayOnPlatform(caller, "member:write")) {
      return;
    }
    Permissions.Reach reach = permissions.reach(caller, "member:read");
    if (!bindings.knownBelow(known.get().id(), reach.subtrees())) {
      throw new TenancyException.NameTaken("The account", known.get().username());
    }
  }

  private void check(
      UUID tenant, RoleDefinition role, Optional<Account> known, @Nullable String password) {
    boolean platform = tenants.root().id().equals(tenant);
    if (role.isBuiltIn() && role.ofPlatform() != platform) {
      throw invalid(
          "/role",
          platform
              ? "On the platform the roles are platform-admin, platform-auditor and finance; give %s at a tenant."
                  .formatted(role.name())
              : "The role %s is given on the platform (tenant \"-\") only.".formatted(role.name()));
    }
    if (password != null && known.isPresent()) {
      throw invalid(
          "/password", "The account exists already and keeps its password; leave password out.");
    }
    if (password != null) {
      PasswordRule.check("/password", password);
    }
  }

  private void checkService(boolean service, String username) {
    if (service && username.startsWith("meridian-")) {
      throw invalid("/username", "Names of service accounts do not start with meridian-.");
    }
    if (service && clients.getIfAvailable() == null) {
      throw invalid(
          "/kind",
          "Service accounts are made at the external issuer; add the account as a person with the issuer's name for it.");
    }
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }

  private static Member shown(
      Account account, RoleBinding binding, TenantRef tenant, @Nullable String password) {
    return new Member(
        account.id(),
        account.username(),
        account.displayName(),
        binding.role(),
        tenant.isRoot() ? null : tenant,
        binding.scope().key(),
        binding.instanceName(),
        account.disabled(),
        password);
  }
}
