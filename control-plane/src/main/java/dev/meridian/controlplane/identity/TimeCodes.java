package dev.meridian.controlplane.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Codes that an authenticator shows (RFC 6238): six digits by HMAC-SHA-1, new every 30 seconds,
 * which is what every authenticator computes. A code of the step before or after the server's own
 * is taken too, for clocks differ and people type.
 *
 * @param secret in Base32, as authenticators take it
 */
record TimeCodes(String secret) {
  private static final Duration STEP = TimeBasedOneTimePasswordGenerator.DEFAULT_TIME_STEP;
  private static final int SKEW = 1;
  private static final String ALGORITHM =
      TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1;

  /** As many as the hash of HMAC-SHA-1 has (RFC 4226, 4). */
  private static final int SECRET_BYTES = 20;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TimeBasedOneTimePasswordGenerator GENERATOR =
      new TimeBasedOneTimePasswordGenerator();

  /** Codes of a new secret. */
  static TimeCodes fresh() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new TimeCodes(Base32.toBase32String(secret));
  }

  /** The code of a time. */
  String at(Instant time) {
    try {
      return GENERATOR.generateOneTimePasswordString(
          new SecretKeySpec(Base32.decode(secret), ALGORITHM), time);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("A secret of a second factor is no key of HMAC.", e);
    }
  }

  /**
   * The time step that a code belongs to; empty for a wrong one.
   *
   * @param after the step of the last code that was taken; none of it or before is right
   */
  OptionalLong stepOf(String code, Instant now, long after) {
    long present = now.getEpochSecond() / STEP.toSeconds();
    OptionalLong found = OptionalLong.empty();
    for (long step = present - SKEW; step <= present + SKEW; step++) {
      boolean same =
          MessageDigest.isEqual(
              at(Instant.ofEpochSecond(step * STEP.toSeconds())).getBytes(StandardCharsets.UTF_8),
              code.getBytes(StandardCharsets.UTF_8));
      if (same && step > after) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** What authenticators read from a QR code. */
  URI uri(String issuer, String username) {
    return UriComponentsBuilder.fromUriString("otpauth://totp/{issuer}:{username}")
        .queryParam("secret", "{secret}")
        .queryParam("issuer", "{issuer}")
        .queryParam("algorithm", "SHA1")
        .queryParam("digits", "6")
        .queryParam("period", STEP.toSeconds())
        .encode()
        .buildAndExpand(java.util.Map.of("issuer", issuer, "username", username, "secret", secret))
        .toUri();
  }

  @Override
  public String toString() {
    return "time codes";
  }
}
