package dev.meridian.controlplane.federation.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What the agent port shows.
 *
 * @param authority sent along with the leaf, because a joining agent knows no more of the CA than
 *     its pin
 */
public record ServerCertificate(
    X509Certificate leaf, X509Certificate authority, PrivateKey key, Instant notAfter) {

  X509Certificate[] chain() {
    return new X509Certificate[] {leaf, authority};
  }

  /** Without the key, so that no log can hold it. */
  @Override
  public String toString() {
    return "ServerCertificate[until " + notAfter + "]";
  }
}
