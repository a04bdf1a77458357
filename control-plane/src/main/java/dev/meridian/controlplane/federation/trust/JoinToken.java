package dev.meridian.controlplane.federation.trust;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an administrator hands to a new node: {@code mjt1.<control plane id>.<CA pin>.<secret>}.
 *
 * @param controlPlaneId the control plane that issued it
 * @param caPin base64url SHA-256 of the CA's SubjectPublicKeyInfo, by which the node recognises the
 *     control plane before it trusts any certificate
 * @param secret 256 random bits, base64url
 */
public record JoinToken(UUID controlPlaneId, String caPin, String secret) {

  private static final Pattern FORM =
      Pattern.compile(
          "mjt1\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([\\w-]{43})\\.([\\w-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A token with a secret that nobody has seen. */
  public static JoinToken issue(UUID controlPlaneId, String caPin) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new JoinToken(
        controlPlaneId, caPin, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /**
   * The token in a text; empty when the text is none. Surrounding blanks and line ends are fine.
   */
  public static Optional<JoinToken> parse(String text) {
    if (text.length() > 300) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new JoinToken(UUID.fromString(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** All of the token that is ever stored. */
  public byte[] secretHash() {
    return Digests.sha256(secret.getBytes(StandardCharsets.US_ASCII));
  }

  /** The token as handed out. */
  public String text() {
    return "mjt1." + controlPlaneId + "." + caPin + "." + secret;
  }

  /** Without the secret, so that no log can hold it. */
  @Override
  public String toString() {
    return "mjt1." + controlPlaneId + "." + caPin + ".…";
  }
}
