package dev.meridian.tenancy.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A report of what was destroyed, signed with the key of audit anchors in a domain of its own, so
 * that it cannot be passed off as an anchor nor an anchor as it. It is checked without the platform
 * by whoever has the public key.
 *
 * @param statement canonical JSON, the text that is signed
 * @param key version of the key that signed
 * @param signature Ed25519, in Base64
 */
public record SignedReport(String statement, int key, String signature) {
  private static final String DOMAIN = "deletion-report";

  /**
   * Signs a report.
   *
   * @param pkcs8 the private key
   * @throws IllegalArgumentException when it is no Ed25519 key
   */
  public static SignedReport of(byte[] pkcs8, int key, String statement) {
    return new SignedReport(
        statement,
        key,
        Base64.getEncoder().encodeToString(AnchorKeys.sign(pkcs8, DOMAIN, statement)));
  }

  /** Whether the key signed exactly this statement; false, too, for what is no signature. */
  public boolean isSignedBy(AnchorKeys.PublicKey publicKey) {
    try {
      return publicKey.version() == key
          && AnchorKeys.signed(publicKey, DOMAIN, statement, Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  /** SHA-256 of the statement, by which the platform's audit log names it. */
  public Sha256 digest() {
    return Sha256.digest(statement.getBytes(StandardCharsets.UTF_8));
  }
}
