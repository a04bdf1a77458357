package dev.meridian.controlplane.federation.trust;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.UUID;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;

/**
 * What an agent signs to open a stream. The nonce makes a signature worthless on another stream,
 * the channel binding on another connection, the ids towards another control plane.
 */
public record AgentProof(byte[] nonce, String agentId, UUID controlPlaneId, byte[] channelBinding) {

  /** Length in bytes of a raw Ed25519 public key. */
  public static final int KEY_LENGTH = 32;

  private static final byte[] CONTEXT =
      "meridian-agent-proof-v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /**
   * The bytes that bind a proof to its TLS connection (RFC 9266).
   *
   * @throws IllegalStateException when the session is none of TLS 1.3, or cannot export
   */
  public static byte[] channelBinding(SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)
        || !"TLSv1.3".equals(session.getProtocol())) {
      throw new IllegalStateException("The connection is not TLS 1.3.");
    }
    try {
      return extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
    } catch (SSLKeyException e) {
      throw new IllegalStateException("The TLS session exports no channel binding.", e);
    }
  }

  /** The text to sign: each part preceded by its length, so that no two sets of parts agree. */
  public byte[] text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      write(out, CONTEXT);
      write(out, nonce);
      write(out, agentId.getBytes(StandardCharsets.UTF_8));
      write(out, controlPlaneId.toString().getBytes(StandardCharsets.US_ASCII));
      write(out, channelBinding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** True when the holder of the key made this signature; false for malformed ones too. */
  public boolean isSignedBy(byte[] rawPublicKey, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey(rawPublicKey));
      verifier.update(text());
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  /** True when the bytes are a public key that a proof can be checked with. */
  public static boolean isKey(byte[] rawPublicKey) {
    try {
      return rawPublicKey.length == KEY_LENGTH && publicKey(rawPublicKey) != null;
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    byte[] encoded = new byte[ED25519_PREFIX.length + raw.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(raw, 0, encoded, ED25519_PREFIX.length, raw.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }
}
