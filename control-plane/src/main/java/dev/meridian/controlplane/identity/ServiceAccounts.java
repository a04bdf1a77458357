package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.ServiceAccountController.Key;
import dev.meridian.controlplane.identity.ServiceAccountController.NewKey;
import dev.meridian.controlplane.identity.ServiceAccountController.Shown;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.Roles;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenancyException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Service accounts of tenants, and the change of their keys with its audit row. */
@Component
class ServiceAccounts {
  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Accounts accounts;
  private final Bindings bindings;
  private final Roles roles;
  private final Callers callers;
  private final Changes changes;
  private final Idempotency idempotency;
  private final ServiceAccountKeys keys;
  private final RightsNews news;
  private final InstantSource clock;

  ServiceAccounts(
      JdbcClient jdbc,
      Scopes scopes,
      Accounts accounts,
      Bindings bindings,
      Roles roles,
      Callers callers,
      Changes changes,
      Idempotency idempotency,
      ServiceAccountKeys keys,
      RightsNews news,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.accounts = accounts;
    this.bindings = bindings;
    this.roles = roles;
    this.callers = callers;
    this.changes = changes;
    this.idempotency = idempotency;
    this.keys = keys;
    this.news = news;
    this.clock = clock;
  }

  /** Those that are looked after at the tenant, by name. */
  List<Shown> at(UUID tenant, @Nullable String after, int limit) {
    List<UUID> ids =
        scopes.asSystemApart(
            SystemJob.IDENTITY,
            () ->
                jdbc.sql(
                        """
                        select a.id from service_account s join account a on a.id = s.account_id
                        where s.tenant_id = :tenant
                          and (cast(:after as text) is null or a.username > :after)
                        order by a.username limit :limit
                        """)
                    .param("tenant", tenant)
                    .param("after", after)
                    .param("limit", limit)
                    .query(UUID.class)
                    .list());
    return ids.stream().map(id -> accounts.find(id).orElseThrow()).map(this::shown).toList();
  }

  Shown get(UUID tenant, String username) {
    return shown(require(tenant, username));
  }

  /** Adds a key; who has it may do what the account may, so the caller must hold all of that. */
  Key addKey(UUID tenant, String username, NewKey asked, @Nullable String idempotencyKey) {
    Idempotency.Create create =
        new Idempotency.Create(
            tenant, "service-account.add-key", idempotencyKey, List.of(username, asked));
    return idempotency
        .answered(create, Key.class)
        .orElseGet(() -> added(create, require(tenant, username), asked));
  }

  private Key added(Idempotency.Create create, Account account, NewKey asked) {
    Caller caller = callers.current();
    requireAllOf(caller, account);
    requireFuture(asked.expiresAt());
    ServiceAccountKeys.Fresh fresh = ServiceAccountKeys.generated(asked.name(), asked.expiresAt());
    return changes.inOne(
        () ->
            idempotency.once(
                create,
                Key.class,
                () -> {
                  keys.add(account.id(), fresh, caller.username());
                  changes.audit(
                      create.tenant(),
                      "service-account.add-key",
                      account.username(),
                      account.id(),
                      Map.of("key", fresh.id().toString(), "name", fresh.name()));
                  return new Key(
                      fresh.id(),
                      fresh.name(),
                      clock.instant(),
                      caller.username(),
                      fresh.expiresAt(),
                      null,
                      fresh.secret());
                }));
  }

  /** Takes a key back, with the tokens that were asked with it. */
  void revokeKey(UUID tenant, String username, UUID key) {
    Account account = require(tenant, username);
    changes.inOne(
        () -> {
          if (!keys.revoke(account.id(), key)) {
            throw ProblemException.notFound("key", key.toString());
          }
          changes.audit(
              tenant,
              "service-account.revoke-key",
              account.username(),
              account.id(),
              Map.of("key", key.toString()));
          news.rightsChange();
          return true;
        });
  }

  /** Ties a new service account to the tenant that looks after it, in the running transaction. */
  void adopt(UUID tenant, UUID account, ServiceAccountKeys.Fresh first) {
    jdbc.sql("insert into service_account (tenant_id, account_id) values (?, ?)")
        .params(tenant, account)
        .update();
    keys.add(account, first, callers.current().username());
  }

  void requireFuture(@Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      String message = "The key would have run out already; give a time to come, or none.";
      throw new ProblemException(
          ProblemType.INVALID, message, List.of(new FieldError("/expiresAt", message)));
    }
  }

  private void requireAllOf(Caller caller, Account account) {
    try {
      for (RoleBinding one : bindings.of(account.id())) {
        roles.requireGiver(
            caller,
            roles.require(one.tenant(), one.role()),
            one.tenant(),
            one.scope(),
            one.instance());
      }
    } catch (TenancyException.NotHeld e) {
      // Not where: the caller may know nothing of that tenant.
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "\"%s\" may do more than you may, here or elsewhere, and its key would give that to you. Ask an administrator of the tenant above for the key."
              .formatted(account.username()));
    }
  }

  private Account require(UUID tenant, String username) {
    return scopes
        .asSystemApart(
            SystemJob.IDENTITY,
            () ->
                jdbc.sql(
                        """
                        select a.id from service_account s join account a on a.id = s.account_id
                        where s.tenant_id = ? and a.username = ?
                        """)
                    .params(tenant, username)
                    .query(UUID.class)
                    .optional())
        .flatMap(accounts::find)
        .orElseThrow(() -> ProblemException.notFound("service account", username));
  }

  private Shown shown(Account account) {
    List<Key> all =
        keys.of(account.id()).stream()
            .map(
                row ->
                    new Key(
                        row.id(),
                        row.name(),
                        row.createdAt(),
                        row.createdBy(),
                        row.expiresAt(),
                        row.lastUsedAt(),
                        null))
            .toList();
    return new Shown(
        account.id(), account.username(), account.displayName(), account.disabled(), all);
  }
}
