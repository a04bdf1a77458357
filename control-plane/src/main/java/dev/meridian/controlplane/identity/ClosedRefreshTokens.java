package dev.meridian.controlplane.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * Refresh tokens as the database has them: by SHA-256, so that nobody can use what is read there.
 */
final class ClosedRefreshTokens {
  private static final String PREFIX = "sha256:";

  private ClosedRefreshTokens() {}

  /** What stands in the database for a token. */
  static String digest(String token) {
    return PREFIX + Digests.sha256Hex(token);
  }

  /** Whether it is no token, but what stands for one. */
  static boolean isDigest(String text) {
    return text.startsWith(PREFIX);
  }

  /** The same with the digest of its refresh token, as it is stored. */
  static OAuth2Authorization close(OAuth2Authorization open) {
    @Nullable String value = value(open);
    return value == null || isDigest(value) ? open : with(open, digest(value));
  }

  /** The same with the refresh token for which it was found. */
  static @Nullable OAuth2Authorization open(@Nullable OAuth2Authorization stored, String token) {
    return stored != null && digest(token).equals(value(stored)) ? with(stored, token) : stored;
  }

  private static @Nullable String value(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2RefreshToken> token = authorization.getRefreshToken();
    return token == null ? null : token.getToken().getTokenValue();
  }

  private static OAuth2Authorization with(OAuth2Authorization authorization, String value) {
    OAuth2Authorization.Token<OAuth2RefreshToken> token = authorization.getRefreshToken();
    if (token == null) {
      return authorization;
    }
    OAuth2RefreshToken now =
        new OAuth2RefreshToken(
            value, token.getToken().getIssuedAt(), token.getToken().getExpiresAt());
    return OAuth2Authorization.from(authorization)
        .token(now, metadata -> metadata.putAll(token.getMetadata()))
        .build();
  }
}
