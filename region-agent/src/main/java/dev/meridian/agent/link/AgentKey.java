package dev.meridian.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** The agent's own Ed25519 key; the private part never leaves the node. */
final class AgentKey {
  private static final String ALGORITHM = "Ed25519";
  private static final byte[] PROOF = "meridian-agent-proof-v1".getBytes(StandardCharsets.US_ASCII);

  private final PrivateKey key;

  private AgentKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * A key that was just made.
   *
   * @param publicKey 32 raw bytes
   * @param privateKey PKCS #8
   */
  record Made(byte[] publicKey, byte[] privateKey) {}

  static Made make() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410) is a fixed prefix of 12 bytes and the key.
    byte[] encoded = pair.getPublic().getEncoded();
    return new Made(
        Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length),
        pair.getPrivate().getEncoded());
  }

  static AgentKey load(byte[] privateKey) throws GeneralSecurityException {
    return new AgentKey(
        KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
  }

  /** Signs that this agent, and nobody in between, is at the other end of this TLS session. */
  byte[] prove(byte[] nonce, String agentId, String controlPlaneId, byte[] channelBinding)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(key);
    signature.update(message(nonce, agentId, controlPlaneId, channelBinding));
    return signature.sign();
  }

  static byte[] message(
      byte[] nonce, String agentId, String controlPlaneId, byte[] channelBinding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] part :
          List.of(
              PROOF,
              nonce,
              agentId.getBytes(StandardCharsets.UTF_8),
              controlPlaneId.getBytes(StandardCharsets.UTF_8),
              channelBinding)) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
