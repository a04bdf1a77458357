package dev.meridian.tenancy.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Ed25519 signatures of anchor statements. */
public final class AnchorKeys {
  private static final String ALGORITHM = "Ed25519";
  private static final String ANCHOR = "anchor";

  private AnchorKeys() {}

  /**
   * A public key.
   *
   * @param version from 1; a statement names the one that signed it
   * @param key X.509 SubjectPublicKeyInfo in Base64
   */
  public record PublicKey(int version, String key) {
    /** SHA-256 of the key, for people to compare. */
    public String fingerprint() {
      return Sha256.digest(Base64.getDecoder().decode(key)).hex();
    }
  }

  /** A new pair. */
  public static KeyPair make() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has Ed25519", impossible);
    }
  }

  /**
   * Signs a statement's canonical text.
   *
   * @param pkcs8 the private key
   * @throws IllegalArgumentException when it is no Ed25519 key
   */
  public static byte[] sign(byte[] pkcs8, String statement) {
    return sign(pkcs8, ANCHOR, statement);
  }

  static byte[] sign(byte[] pkcs8, String domain, String statement) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(signed(domain, statement));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The key that signs audit anchors is no Ed25519 key.", e);
    }
  }

  /** Whether the key signed the statement; false, too, for what is no key or no signature. */
  public static boolean signed(PublicKey key, String statement, byte[] signed) {
    return signed(key, ANCHOR, statement, signed);
  }

  static boolean signed(PublicKey key, String domain, String statement, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key.key()))));
      signature.update(signed(domain, statement));
      return signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException notValid) {
      return false;
    }
  }

  private static byte[] signed(String domain, String statement) {
    byte[] prefix = ChainHashes.domain(domain);
    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(prefix, prefix.length + text.length);
    System.arraycopy(text, 0, all, prefix.length, text.length);
    return all;
  }
}
