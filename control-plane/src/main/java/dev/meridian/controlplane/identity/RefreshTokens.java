package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;

/**
 * A refresh token is good once. A second use says that two have it, of whom one stole it: the whole
 * sign-in ends (RFC 9700, 4.14.2). Two processes of one device that renew at the same time are no
 * theft: within {@link #GRACE}, from the same address, the second is refused and nothing ends.
 */
@Component
class RefreshTokens {
  static final Duration GRACE = Duration.ofSeconds(5);

  private record Spent(UUID signIn, Instant at, @Nullable String address) {}

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final SignInRows signIns;
  private final RightsNews news;
  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;

  RefreshTokens(
      JdbcClient jdbc,
      Scopes scopes,
      SignInRows signIns,
      RightsNews news,
      Audit audit,
      Tenants tenants,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.signIns = signIns;
    this.news = news;
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * Marks the token as used in the running transaction, in which its successor is stored.
   *
   * @throws OAuth2AuthenticationException when another request has used it meanwhile
   */
  void spend(UUID signIn, String token) {
    boolean present =
        jdbc.sql("select refresh_token_value from oauth2_authorization where id = ? for update")
            .param(signIn.toString())
            .query(String.class)
            .optional()
            .filter(ClosedRefreshTokens.digest(token)::equals)
            .isPresent();
    if (!present) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
    jdbc.sql(
            """
            insert into spent_refresh_token (hash, sign_in_id, spent_at, address)
            values (?, ?, ?, ?)
            """)
        .param(Digests.sha256(token))
        .param(signIn)
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(Requests.address())
        .update();
  }

  /** Looks at a token that is not good any more; ends the sign-in when it was used before. */
  void refused(String token) {
    boolean stolen =
        scopes.asSystemApart(
            SystemJob.IDENTITY,
            () ->
                jdbc.sql(
                        """
                        select t.sign_in_id, t.spent_at, t.address from spent_refresh_token t
                        join sign_in s on s.id = t.sign_in_id
                        where t.hash = ? and s.ended_at is null
                        """)
                    .param(Digests.sha256(token))
                    .query(
                        (row, n) ->
                            new Spent(
                                row.getObject(1, UUID.class),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3)))
                    .optional()
                    .filter(this::isTheft)
                    .map(this::end)
                    .orElse(false));
    if (stolen) {
      news.rightsChange();
    }
  }

  private boolean isTheft(Spent spent) {
    return clock.instant().isAfter(spent.at().plus(GRACE))
        || !Objects.equals(spent.address(), Requests.address());
  }

  private boolean end(Spent spent) {
    Optional<UUID> running = signIns.accountOf(spent.signIn());
    if (running.isEmpty() || !signIns.end(running.get(), spent.signIn(), clock.instant())) {
      // Another replay of it was noticed first.
      return false;
    }
    UUID account = running.get();
    String username =
        jdbc.sql("select username from account where id = ?")
            .param(account)
            .query(String.class)
            .single();
    audit.done(
        tenants.root().id(),
        AuditNote.of(
                "session.reuse-detected",
                username,
                account,
                Map.of("session", spent.signIn().toString(), "why", "refresh token used twice"))
            .askedBy(AuditOrigin.ofNobody(Requests.address())));
    return true;
  }
}
