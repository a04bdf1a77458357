package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedTexts;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What a person gives beside the password: a code of an authenticator, or a recovery code. Each is
 * good once, on all replicas together.
 */
@Component
class SecondFactors {
  /**
   * So many wrong codes in a row, and only recovery codes are taken: with three codes right at a
   * time, a guesser who has the password hits one in three thousand times. NIST SP 800-63B 5.2.2
   * allows no more.
   */
  static final int MOST_WRONG = 100;

  /** What is thought of a code. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** Too many were wrong: a recovery code is needed. */
    BLOCKED,
    /** The account has no second factor. */
    NONE
  }

  /**
   * A second factor that counts.
   *
   * @param recoveryCodes how many are left
   */
  record Enrolled(Instant since, int recoveryCodes) {}

  private final SecondFactorRows rows;
  private final Accounts accounts;
  private final Scopes scopes;
  private final SealedTexts texts;
  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;

  SecondFactors(
      SecondFactorRows rows,
      Accounts accounts,
      Scopes scopes,
      SealedTexts texts,
      Audit audit,
      Tenants tenants,
      InstantSource clock) {
    this.rows = rows;
    this.accounts = accounts;
    this.scopes = scopes;
    this.texts = texts;
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** The one of an account; empty also while it is only offered. */
  Optional<Enrolled> of(UUID account) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            rows.find(account)
                .map(SecondFactorRows.Row::confirmedAt)
                .map(since -> new Enrolled(since, rows.recoveryCodesLeft(account))));
  }

  /** Whether the password of that account alone does not let anybody in. */
  boolean guards(String username) {
    return accounts.byUsername(username).flatMap(account -> of(account.id())).isPresent();
  }

  /** Takes a code or a recovery code of a person; a right one is spent. */
  Verdict take(Account account, String typed) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          Optional<SecondFactorRows.Row> found =
              rows.lock(account.id()).filter(row -> row.confirmedAt() != null);
          if (found.isEmpty()) {
            return Verdict.NONE;
          }
          SecondFactorRows.Row row = found.get();
          boolean blocked = row.wrongCodes() >= MOST_WRONG;
          OptionalLong step =
              blocked ? OptionalLong.empty() : stepOf(account.id(), row, typed, clock.instant());
          if (step.isPresent()) {
            rows.right(account.id(), step.getAsLong());
            return Verdict.RIGHT;
          }
          if (rows.spend(account.id(), typed, clock.instant())) {
            rows.right(account.id(), row.lastStep());
            recordRecovery(account);
            return Verdict.RIGHT;
          }
          rows.wrong(account.id());
          return blocked ? Verdict.BLOCKED : Verdict.WRONG;
        });
  }

  /** The time step of a code that is right and was not used; call in a transaction. */
  OptionalLong stepOf(UUID account, SecondFactorRows.Row row, String typed, Instant now) {
    return codes(account, row).stepOf(typed.replaceAll("\\s", ""), now, row.lastStep());
  }

  /** As the database keeps the secret of new codes. */
  String sealed(UUID account, TimeCodes codes) {
    return texts.seal(codes.secret(), context(account));
  }

  private TimeCodes codes(UUID account, SecondFactorRows.Row row) {
    return new TimeCodes(texts.open(row.secret(), context(account)));
  }

  private static String context(UUID account) {
    return "second-factor/" + account;
  }

  private void recordRecovery(Account account) {
    audit.done(
        tenants.root().id(),
        AuditNote.of(
                "account.use-recovery-code",
                account.username(),
                account.id(),
                Map.of("left", rows.recoveryCodesLeft(account.id())))
            .askedBy(
                AuditOrigin.of(
                    Optional.of(
                        new Caller(
                            account.id(),
                            account.username(),
                            account.displayName(),
                            account.kind(),
                            Requests.address())))));
  }
}
