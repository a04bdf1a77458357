package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sets up and takes away second factors, with the audit row; the other sign-ins end. */
@Component
class SecondFactorChanges {
  /** How long an offered secret waits for its first code. */
  static final Duration OFFERED = Duration.ofMinutes(15);

  private static final String CODE = "/code";
  private static final String NOT_RIGHT =
      "The code is not right, or was used already. Wait for the next one, and check the clock of the device that shows it.";

  private final SecondFactors factors;
  private final SecondFactorRows rows;
  private final OwnProof proof;
  private final Accounts accounts;
  private final Callers callers;
  private final Changes changes;
  private final Tenants tenants;
  private final SignInRows signIns;
  private final RightsNews news;
  private final InstantSource clock;

  SecondFactorChanges(
      SecondFactors factors,
      SecondFactorRows rows,
      OwnProof proof,
      Accounts accounts,
      Callers callers,
      Changes changes,
      Tenants tenants,
      SignInRows signIns,
      RightsNews news,
      InstantSource clock) {
    this.factors = factors;
    this.rows = rows;
    this.proof = proof;
    this.accounts = accounts;
    this.callers = callers;
    this.changes = changes;
    this.tenants = tenants;
    this.signIns = signIns;
    this.news = news;
    this.clock = clock;
  }

  /** Offers the caller a secret, which counts for nothing before it is confirmed. */
  TimeCodes offer(String password) {
    Caller caller = callers.current();
    proof.requireOwnPassword(caller);
    proof.password(caller, password, "/password");
    TimeCodes codes = TimeCodes.fresh();
    String sealed = factors.sealed(caller.accountId(), codes);
    boolean offered = changes.inOne(() -> rows.offer(caller.accountId(), sealed, clock.instant()));
    if (!offered) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This account has a second factor already. Disable it before you set up another one.");
    }
    return codes;
  }

  /** Makes what was offered count and returns the recovery codes, which are shown this once. */
  List<String> confirm(String code) {
    Caller caller = callers.current();
    proof.requireOwnPassword(caller);
    return proof.tried(caller, () -> changes.inOne(() -> confirmed(caller, code)), CODE, NOT_RIGHT);
  }

  private Optional<List<String>> confirmed(Caller caller, String code) {
    UUID account = caller.accountId();
    Instant now = clock.instant();
    SecondFactorRows.Row row =
        rows.lock(account)
            .filter(one -> one.confirmedAt() == null)
            .filter(one -> one.offeredAt().plus(OFFERED).isAfter(now))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.CONFLICT,
                        "No second factor waits to be confirmed, or it has waited for more than %d minutes. Begin again with your password."
                            .formatted(OFFERED.toMinutes())));
    OptionalLong step = factors.stepOf(account, row, code, now);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    List<String> recovery = RecoveryCodes.fresh();
    audited(
        "account.enable-second-factor",
        account,
        caller.username(),
        () -> {
          rows.right(account, step.getAsLong());
          rows.confirm(account, recovery, now);
        });
    endOthers(caller);
    return Optional.of(recovery);
  }

  /** Takes the caller's own away; the password or a code proves that it is the person. */
  void disable(@Nullable String password, @Nullable String code) {
    Caller caller = callers.current();
    proof.requireOwnPassword(caller);
    if (factors.of(caller.accountId()).isEmpty()) {
      throw none(caller.username());
    }
    if (code != null) {
      Account account = accounts.find(caller.accountId()).orElseThrow();
      boolean unusedRight =
          proof.tried(
              caller,
              () ->
                  factors.take(account, code) == SecondFactors.Verdict.RIGHT
                      ? Optional.of(true)
                      : Optional.empty(),
              CODE,
              NOT_RIGHT);
    } else {
      proof.password(caller, password == null ? "" : password, "/password");
    }
    changes.inOne(
        () -> {
          remove("account.disable-second-factor", caller.accountId(), caller.username());
          endOthers(caller);
          return true;
        });
  }

  /** Takes somebody's away, who has lost it, and ends all of the person's sign-ins. */
  void reset(String username) {
    Account account =
        accounts
            .byUsername(username)
            .orElseThrow(() -> ProblemException.notFound("account", username));
    if (account.id().equals(callers.current().accountId())) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This is your own account: disable its second factor with your password or a code.");
    }
    changes.inOne(
        () -> {
          remove("account.reset-second-factor", account.id(), username);
          signIns.endAll(account.id(), null, clock.instant());
          news.rightsChange();
          return true;
        });
  }

  private void remove(String action, UUID account, String username) {
    audited(
        action,
        account,
        username,
        () -> {
          if (!rows.remove(account)) {
            throw none(username);
          }
        });
  }

  private void audited(String action, UUID account, String username, Runnable change) {
    UUID root = tenants.root().id();
    @Nullable Sha256 before = changes.before(root, action, account);
    change.run();
    changes.audit(root, action, username, account, Map.of(), before);
  }

  private void endOthers(Caller caller) {
    signIns.endAll(caller.accountId(), caller.credential().id().orElse(null), clock.instant());
    news.rightsChange();
  }

  private static ProblemException none(String username) {
    return new ProblemException(
        ProblemType.CONFLICT, "The account \"%s\" has no second factor.".formatted(username));
  }
}
