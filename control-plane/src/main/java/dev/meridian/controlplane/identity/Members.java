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
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Map;
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
  private final Tenants tenants;
  private final Changes changes;
  private final Idempotency idempotency;
  private final PasswordEncoder passwords;
  private final ObjectProvider<RegisteredClients> clients;

  Members(
      Accounts accounts,
      Tenants tenants,
      Changes changes,
      Idempotency idempotency,
      PasswordEncoder passwords,
      ObjectProvider<RegisteredClients> clients) {
    this.accounts = accounts;
    this.tenants = tenants;
    this.changes = changes;
    this.idempotency = idempotency;
    this.passwords = passwords;
    this.clients = clients;
  }

  Page<Member> at(UUID tenant, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT, Cursor.Part.TEXT);
    TenantRef ref = tenants.find(tenant);
    return Page.of(
            accounts.holdersAt(tenant, after, limit + 1),
            limit,
            holder -> List.of(holder.account().username(), holder.role().key()))
        .map(holder -> shown(holder.account(), holder.role(), ref, null));
  }

  Member add(UUID tenant, NewMember asked, @Nullable String key) {
    Idempotency.Create create = new Idempotency.Create(tenant, "member.add", key, asked);
    return idempotency.answered(create, Member.class).orElseGet(() -> added(create, asked));
  }

  private Member added(Idempotency.Create create, NewMember asked) {
    UUID tenant = create.tenant();
    String username = asked.username();
    Role role = Role.of(asked.role());
    boolean service = Account.Kind.SERVICE_ACCOUNT.key().equals(asked.kind());
    Optional<Account> known = accounts.byUsername(username);
    String chosen = asked.password();
    check(tenant, role, known, chosen);
    checkService(service, username);
    @Nullable String generated =
        known.isEmpty() && chosen == null ? GeneratedPassword.next() : null;
    String password = chosen != null ? chosen : generated;
    if (service && known.isEmpty() && password != null) {
      // First: a client without its account can do nothing and is replaced by the next attempt.
      clients.getObject().provideServiceAccount(username, password);
    }
    // Slow on purpose, so not while the transaction is open.
    @Nullable String hash =
        known.isPresent() || password == null ? null : passwords.encode(password);
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
                                  service ? null : hash));
                  accounts.bind(account.id(), role, tenant);
                  TenantRef ref = tenants.find(tenant);
                  changes.audit(
                      tenant, "member.add", username, account.id(), Map.of("role", role.key()));
                  return shown(account, role, ref, generated);
                }));
  }

  private void check(UUID tenant, Role role, Optional<Account> known, @Nullable String password) {
    boolean platform = tenants.root().id().equals(tenant);
    if (role.isOfPlatform() != platform) {
      throw invalid(
          "/role",
          platform
              ? "On the platform the roles are platform-admin, platform-auditor and finance; give %s at a tenant."
                  .formatted(role.key())
              : "The role %s is given on the platform (tenant \"-\") only.".formatted(role.key()));
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
      Account account, Role role, TenantRef tenant, @Nullable String password) {
    return new Member(
        account.id(),
        account.username(),
        account.displayName(),
        role.key(),
        tenant.isRoot() ? null : tenant,
        account.disabled(),
        password);
  }
}
