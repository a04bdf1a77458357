package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Changes what an account may do, with its audit row; all replicas forget at once what they
 * remembered of it.
 */
@Component
class AccountChanges {
  private final Accounts accounts;
  private final Tenants tenants;
  private final Changes changes;
  private final Callers callers;
  private final RightsNews news;
  private final PasswordEncoder passwords;
  private final IdentitySettings settings;
  private final Administrators administrators;
  private final SignInRows signIns;
  private final InstantSource clock;
  private final FailedAttempts attempts;

  AccountChanges(
      Accounts accounts,
      Tenants tenants,
      Changes changes,
      Callers callers,
      RightsNews news,
      PasswordEncoder passwords,
      IdentitySettings settings,
      Administrators administrators,
      SignInRows signIns,
      InstantSource clock,
      FailedAttempts attempts) {
    this.accounts = accounts;
    this.tenants = tenants;
    this.changes = changes;
    this.callers = callers;
    this.news = news;
    this.passwords = passwords;
    this.settings = settings;
    this.administrators = administrators;
    this.signIns = signIns;
    this.clock = clock;
    this.attempts = attempts;
  }

  /**
   * Changes the caller's own password and ends its other sign-ins, with the tokens that are out.
   */
  void password(String current, String next) {
    Caller caller = callers.current();
    if (settings.external().isPresent() || caller.kind() == Account.Kind.SERVICE_ACCOUNT) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This account has no password here. %s"
              .formatted(
                  settings.external().isPresent()
                      ? "Change it at %s.".formatted(settings.issuer())
                      : "A service account signs in with its client secret."));
    }
    prove(caller, current);
    PasswordRule.check("/next", next);
    // Slow on purpose, so not while the transaction is open.
    String hash = String.valueOf(passwords.encode(next));
    changes.inOne(
        () -> {
          @Nullable Sha256 before = before("account.change-password", caller.accountId());
          accounts.setPasswordHash(caller.accountId(), hash);
          signIns.endAll(
              caller.accountId(), caller.credential().id().orElse(null), clock.instant());
          audit("account.change-password", caller.username(), caller.accountId(), before);
          news.rightsChange();
          return true;
        });
  }

  /** Counts like a sign-in: who has a session of somebody must not try passwords with it. */
  private void prove(Caller caller, String password) {
    try (Attempt attempt =
        attempts.begin(FailedAttempts.Door.SIGN_IN, caller.username(), caller.address())) {
      attempt
          .refusedFor()
          .ifPresent(
              wait -> {
                throw new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS, TooManyAttempts.detail(wait))
                    .retryAfter(wait);
              });
      String known = accounts.passwordHash(caller.username()).orElse("");
      if (known.isEmpty() || !passwords.matches(password, known)) {
        attempt.failed();
        String message = "The present password is not right.";
        throw new ProblemException(
            ProblemType.INVALID, message, List.of(new FieldError("/current", message)));
      }
      attempt.succeeded();
    }
  }

  /** Disables or enables an account; the last administrator who can sign in stays. */
  Account setDisabled(String username, boolean disabled) {
    Account account = require(username);
    return administrators.keepingOne(
        () -> {
          String action = disabled ? "account.disable" : "account.enable";
          @Nullable Sha256 before = before(action, account.id());
          accounts.setDisabled(account.id(), disabled);
          audit(action, username, account.id(), before);
          return accounts.find(account.id()).orElseThrow();
        });
  }

  private Account require(String username) {
    return accounts
        .byUsername(username)
        .orElseThrow(() -> ProblemException.notFound("account", username));
  }

  private @Nullable Sha256 before(String action, UUID account) {
    return changes.before(tenants.root().id(), action, account);
  }

  private void audit(String action, String username, UUID account, @Nullable Sha256 before) {
    changes.audit(tenants.root().id(), action, username, account, Map.of(), before);
  }
}
