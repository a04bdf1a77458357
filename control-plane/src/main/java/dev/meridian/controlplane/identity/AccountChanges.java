package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
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
  private final Administrators administrators;
  private final SignInRows signIns;
  private final InstantSource clock;
  private final OwnProof proof;

  AccountChanges(
      Accounts accounts,
      Tenants tenants,
      Changes changes,
      Callers callers,
      RightsNews news,
      PasswordEncoder passwords,
      Administrators administrators,
      SignInRows signIns,
      InstantSource clock,
      OwnProof proof) {
    this.accounts = accounts;
    this.tenants = tenants;
    this.changes = changes;
    this.callers = callers;
    this.news = news;
    this.passwords = passwords;
    this.administrators = administrators;
    this.signIns = signIns;
    this.clock = clock;
    this.proof = proof;
  }

  /**
   * Changes the caller's own password and ends its other sign-ins, with the tokens that are out.
   */
  void password(String current, String next) {
    Caller caller = callers.current();
    proof.requireOwnPassword(caller);
    proof.password(caller, current, "/current");
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
