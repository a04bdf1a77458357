package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** Ends here what a person or the issuer has ended there; all replicas know within a second. */
@Component
class IssuerLogout {
  private final JdbcClient jdbc;
  private final SignInRows rows;
  private final Scopes scopes;
  private final Accounts accounts;
  private final RightsNews news;
  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;

  IssuerLogout(
      JdbcClient jdbc,
      SignInRows rows,
      Scopes scopes,
      Accounts accounts,
      RightsNews news,
      Audit audit,
      Tenants tenants,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.scopes = scopes;
    this.accounts = accounts;
    this.news = news;
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * Ends the sign-ins that a valid logout token names.
   *
   * @return false when the token was used before; then nothing ends
   */
  boolean end(Jwt token) {
    boolean fresh =
        scopes.asSystemApart(
            SystemJob.IDENTITY,
            () -> {
              Instant now = clock.instant();
              if (!spend(token, now)) {
                return false;
              }
              rows.endAtIssuer(
                      token.getClaimAsString(IssuerSessions.SESSION), token.getSubject(), now)
                  .forEach(this::record);
              return true;
            });
    if (fresh) {
      news.rightsChange();
    }
    return fresh;
  }

  private boolean spend(Jwt token, Instant now) {
    return jdbc.sql(
                """
                insert into spent_logout_token (hash, spent_at) values (?, ?)
                on conflict do nothing
                """)
            .param(Digests.sha256(token.getClaimAsString("iss") + " " + token.getId()))
            .param(now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private void record(UUID signIn, UUID account) {
    audit.done(
        tenants.root().id(),
        AuditNote.of(
                "session.end-by-issuer",
                accounts.find(account).map(Account::username).orElse(""),
                account,
                Map.of("session", signIn.toString()))
            .askedBy(AuditOrigin.ofNobody(Requests.address())));
  }

  /** Forgets tokens that are too old to be taken again. */
  @Scheduled(initialDelayString = "PT7M", fixedDelayString = "PT1H")
  void forgetSpent() {
    scopes.asSystem(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql("delete from spent_logout_token where spent_at < ?")
                .param(
                    clock
                        .instant()
                        .minus(LogoutTokens.TAKEN_FOR.multipliedBy(4))
                        .atOffset(ZoneOffset.UTC))
                .update());
  }
}
