package dev.meridian.controlplane.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/**
 * Follows the tokens of an external issuer back to its session: all tokens of one are one sign-in
 * here, which is listed and ended like any other, by its person or by the issuer.
 */
@Component
class IssuerSessions {
  /** The claim that names the session at the issuer. */
  static final String SESSION = "sid";

  private static final int MOST_KEPT = 20_000;

  /** A token is taken for so long after its end, since clocks differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final SignInRows rows;
  private final Scopes scopes;
  private final InstantSource clock;
  private final Cache<UUID, Instant> written = Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  IssuerSessions(SignInRows rows, Scopes scopes, InstantSource clock) {
    this.rows = rows;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** The sign-in of a token, known from its first use on; empty when it names no session. */
  Optional<UUID> of(Jwt token, UUID account) {
    @Nullable String session = token.getClaimAsString(SESSION);
    @Nullable String subject = token.getSubject();
    @Nullable Instant expiresAt = token.getExpiresAt();
    if (session == null || subject == null || expiresAt == null) {
      return Optional.empty();
    }
    UUID id = id(account, session);
    @Nullable Instant known = written.getIfPresent(id);
    if (known == null || known.isBefore(expiresAt)) {
      put(id, account, client(token), expiresAt, new SignInRows.AtIssuer(session, subject));
      written.put(id, expiresAt);
    }
    return Optional.of(id);
  }

  private void put(
      UUID id, UUID account, String client, Instant expiresAt, SignInRows.AtIssuer issuer) {
    Instant now = clock.instant();
    scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          rows.put(
              SignInRows.Row.begun(id, account, "device", client, now),
              expiresAt.plus(SKEW),
              issuer);
          return true;
        });
  }

  private static String client(Jwt token) {
    @Nullable String party = token.getClaimAsString("azp");
    @Nullable String client = party == null ? token.getClaimAsString("client_id") : party;
    return client == null ? "token" : client;
  }

  /** The same on every replica, without asking. */
  private static UUID id(UUID account, String session) {
    ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(account + " " + session));
    return new UUID(digest.getLong(), digest.getLong());
  }
}
