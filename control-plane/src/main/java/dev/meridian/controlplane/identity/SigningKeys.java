package dev.meridian.controlplane.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SealedKeys;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** The key that signs tokens: made at the first start, the same on every replica. */
final class SigningKeys {
  private static final String NAME = "token-signing";

  private SigningKeys() {}

  static JWKSource<SecurityContext> source(SealedKeys keys) {
    byte[] secret = keys.findOrMake(NAME, SigningKeys::make).secret();
    try {
      RSAKey key = RSAKey.parse(new String(secret, StandardCharsets.UTF_8));
      return new ImmutableJWKSet<>(new JWKSet(key));
    } catch (ParseException e) {
      throw new IllegalStateException(
          "The stored key '" + NAME + "' is not a JSON web key; restore the database.", e);
    }
  }

  private static SealedKeys.Fresh make() {
    try {
      RSAKey key = new RSAKeyGenerator(2048).keyID(Ids.next().toString()).generate();
      return new SealedKeys.Fresh(
          key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
          key.toJSONString().getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException("No key for signing tokens can be made on this JVM.", e);
    }
  }
}
