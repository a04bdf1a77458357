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
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Service accounts of tenants, and the change of their keys with its audit row. */
@Component
class ServiceAccounts {
  private final ServiceAccountRows rows;
  private final Accounts accounts;
  private final Givers givers;
  private final Callers callers;
  private final Changes changes;
  private final Creates creates;
  private final ServiceAccountKeys keys;
  private final ServiceAccountRemoval removal;
  private final RightsNews news;
  private final InstantSource clock;

  ServiceAccounts(
      ServiceAccountRows rows,
      Accounts accounts,
      Givers givers,
      Callers callers,
      Changes changes,
      Creates creates,
      ServiceAccountKeys keys,
      ServiceAccountRemoval removal,
      RightsNews news,
      InstantSource clock) {
    this.rows = rows;
    this.accounts = accounts;
    this.givers = givers;
    this.callers = callers;
    this.changes = changes;
    this.creates = creates;
    this.keys = keys;
    this.removal = removal;
    this.news = news;
    this.clock = clock;
  }

  /** Those that are looked after at the tenant, by name. */
  List<Shown> at(UUID tenant, @Nullable String after, int limit) {
    return rows.at(tenant, after, limit).stream()
        .map(id -> accounts.find(id).orElseThrow())
        .map(this::shown)
        .toList();
  }

  Shown get(UUID tenant, String username) {
    return shown(require(tenant, username));
  }

  /** Adds a key; who has it may do what the account may, so the caller must hold all of that. */
  Key addKey(UUID tenant, String username, NewKey asked, @Nullable String idempotencyKey) {
    Idempotency.Create create =
        new Idempotency.Create(
            tenant, "service-account.add-key", idempotencyKey, List.of(username, asked));
    return creates
        .answered(create, Key.class)
        .orElseGet(() -> added(create, require(tenant, username), asked));
  }

  private Key added(Idempotency.Create create, Account account, NewKey asked) {
    Caller caller = callers.current();
    givers.requireAllOf(caller, account, "its key");
    requireFuture(asked.expiresAt());
    ServiceAccountKeys.Fresh fresh = ServiceAccountKeys.generated(asked.name(), asked.expiresAt());
    return creates.once(
        create,
        Key.class,
        () -> {
          @Nullable Sha256 before = before(create.tenant(), "service-account.add-key", account);
          keys.add(account.id(), fresh, caller);
          changes.audit(
              create.tenant(),
              "service-account.add-key",
              account.username(),
              account.id(),
              Map.of("key", fresh.id().toString(), "name", fresh.name()),
              before);
          return new Key(
              fresh.id(),
              fresh.name(),
              clock.instant(),
              caller.username(),
              fresh.expiresAt(),
              null,
              fresh.secret());
        });
  }

  /** Takes a key back, with the tokens that were asked with it. */
  void revokeKey(UUID tenant, String username, UUID key) {
    Account account = require(tenant, username);
    changes.inOne(
        () -> {
          @Nullable Sha256 before = before(tenant, "service-account.revoke-key", account);
          if (!keys.revoke(account.id(), key)) {
            throw ProblemException.notFound("key", key.toString());
          }
          changes.audit(
              tenant,
              "service-account.revoke-key",
              account.username(),
              account.id(),
              Map.of("key", key.toString()),
              before);
          news.rightsChange();
          return true;
        });
  }

  /**
   * Takes the account away for good, wherever it has roles, with its keys and tokens. One that
   * another tenant looks after too is only let go of here.
   */
  void delete(UUID tenant, String username) {
    Account account = require(tenant, username);
    changes.inOne(
        () -> {
          @Nullable Sha256 before = before(tenant, "service-account.delete", account);
          boolean shared = rows.letGo(tenant, account.id());
          if (!shared) {
            removal.remove(account.id());
          }
          changes.audit(
              tenant,
              "service-account.delete",
              account.username(),
              account.id(),
              Map.of("elsewhere", shared),
              before);
          news.rightsChange();
          return true;
        });
  }

  private @Nullable Sha256 before(UUID tenant, String action, Account account) {
    return changes.before(tenant, action, account.id());
  }

  void requireFuture(@Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      String message = "The key would have run out already; give a time to come, or none.";
      throw new ProblemException(
          ProblemType.INVALID, message, List.of(new FieldError("/expiresAt", message)));
    }
  }

  private Account require(UUID tenant, String username) {
    return rows.named(tenant, username)
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
