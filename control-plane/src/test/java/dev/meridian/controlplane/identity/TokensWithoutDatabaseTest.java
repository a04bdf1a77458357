package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Who is signed in stays so while the keys that verify tokens cannot be read. */
class TokensWithoutDatabaseTest {
  private static final IdentitySettings SETTINGS =
      new IdentitySettings(URI.create("http://localhost:1"), Optional.empty());

  @Test
  void tellsThatTheDatabaseIsAwayAndNotThatTheTokenIsWrong() throws JOSEException {
    String token = token(new RSAKeyGenerator(2048).keyID("one").generate());

    assertThatThrownBy(
            () ->
                new EmbeddedIssuer()
                    .jwtDecoder(
                        (selector, context) -> {
                          throw new CannotCreateTransactionException("away");
                        },
                        SETTINGS)
                    .decode(token))
        .isInstanceOf(CannotCreateTransactionException.class);
    assertThatThrownBy(
            () ->
                new EmbeddedIssuer()
                    .jwtDecoder(
                        (selector, context) -> {
                          throw new CannotGetJdbcConnectionException("away");
                        },
                        SETTINGS)
                    .decode(token))
        .isInstanceOf(CannotGetJdbcConnectionException.class);
  }

  @Test
  void refusesATokenOfAKeyThatIsNotOurs() throws JOSEException {
    RSAKey ours = new RSAKeyGenerator(2048).keyID("ours").generate();
    String token = token(new RSAKeyGenerator(2048).keyID("theirs").generate());

    assertThatThrownBy(
            () ->
                new EmbeddedIssuer()
                    .jwtDecoder(new ImmutableJWKSet<>(new JWKSet(ours)), SETTINGS)
                    .decode(token))
        .isInstanceOf(BadJwtException.class);
  }

  private static String token(RSAKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder().issuer(SETTINGS.issuer()).subject("somebody").build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
