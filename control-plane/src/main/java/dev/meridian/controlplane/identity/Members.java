package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.MemberController.Member;
import dev.meridian.controlplane.identity.MemberController.NewMember;
import dev.meridian.controlplane.platform.FieldError;
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
  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 200;

  private final Accounts accounts;
  private final Tenants tenants;
  private final Changes changes;
  private final PasswordEncoder passwords;
  private final ObjectProvider<RegisteredClients> clients;

  Members(
      Accounts accounts,
      Tenants tenants,
      Changes changes,
      PasswordEncoder passwords,
      ObjectProvider<RegisteredClients> clients) {
    this.accounts = accounts;
    this.tenants = tenants;
    this.changes = changes;
    this.passwords = passwords;
    this.clients = clients;
  }

  List<Member> at(UUID tenant) {
    return changes.inOne(
        () -> {
          TenantRef ref = tenants.find(tenant);
          return accounts.bindingsAt(tenant).stream()
              .map(
                  binding ->
                      shown(
                          accounts.find(binding.accountId()).orElseThrow(),
                          binding.role(),
                          ref,
                          null))
              .toList();
        });
  }

  Member add(UUID tenant, String username, String roleKey, NewMember asked) {
    Role role = Role.of(roleKey);
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
          changes.audit(tenant, "member.add", username, account.id(), Map.of("role", role.key()));
          return shown(account, role, ref, generated);
        });
  }

  private void check(UUID tenant, Role role, Optional<Account> known, @Nullable String password) {
    boolean platform = tenants.root().id().equals(tenant);
    if (role.isOfPlatform() != platform) {
      throw invalid(
          "/role",
          platform
              ? "On the platform the roles are platform-admin and finance; give %s at a tenant."
                  .formatted(role.key())
              : "The role %s is given on the platform (tenant \"-\") only.".formatted(role.key()));
    }
    if (password != null && known.isPresent()) {
      throw invalid(
          "/password", "The account exists already and keeps its password; leave password out.");
    }
    if (password != null
        && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
      throw invalid(
          "/password",
          "The password has %d characters; give %d to %d, or none to have one generated."
              .formatted(password.length(), SHORTEST_PASSWORD, LONGEST_PASSWORD));
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
        password);
  }
}
