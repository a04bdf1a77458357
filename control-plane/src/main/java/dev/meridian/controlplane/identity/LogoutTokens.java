package dev.meridian.controlplane.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;

/**
 * What makes a token a logout token of our issuer for us (OpenID Connect Back-Channel Logout 1.0,
 * 2.4 and 2.6). That it was not used before is the database's to say.
 */
final class LogoutTokens {
  static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** From its making on; a longer way is none that a direct request takes. */
  static final Duration TAKEN_FOR = Duration.ofMinutes(5);

  private static final Duration SKEW = Duration.ofMinutes(1);

  private LogoutTokens() {}

  static OAuth2TokenValidator<Jwt> validator(
      IdentitySettings.External issuer, InstantSource clock) {
    JwtTypeValidator type = new JwtTypeValidator("logout+jwt", "JWT");
    type.setAllowEmpty(true);
    return new DelegatingOAuth2TokenValidator<>(
        type,
        new JwtTimestampValidator(SKEW),
        new JwtIssuerValidator(issuer.issuer()),
        token -> claims(token, issuer.clientId(), clock.instant()));
  }

  private static OAuth2TokenValidatorResult claims(Jwt token, String client, Instant now) {
    List<String> audience = token.getAudience();
    if (audience == null || !audience.contains(client)) {
      return refused("it is not meant for the client " + client);
    }
    Instant issuedAt = token.getIssuedAt();
    if (issuedAt == null
        || issuedAt.isBefore(now.minus(TAKEN_FOR))
        || issuedAt.isAfter(now.plus(SKEW))) {
      return refused("iat is missing or not of this moment");
    }
    if (!(token.getClaims().get("events") instanceof Map<?, ?> events)
        || !(events.get(EVENT) instanceof Map<?, ?>)) {
      return refused("events does not name a logout");
    }
    if (token.hasClaim("nonce")) {
      return refused("it has a nonce, as an ID token has");
    }
    if (token.getId() == null || token.getId().isBlank()) {
      return refused("jti is missing");
    }
    return token.getSubject() == null && token.getClaimAsString(IssuerSessions.SESSION) == null
        ? refused("it names neither a session nor a person")
        : OAuth2TokenValidatorResult.success();
  }

  private static OAuth2TokenValidatorResult refused(String why) {
    return OAuth2TokenValidatorResult.failure(
        new OAuth2Error("invalid_request", "The logout token is not taken: " + why, null));
  }
}
