package dev.meridian.controlplane.federation.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the TLS server its certificate, and a new one in time: each handshake asks again, so a
 * renewal needs no restart and no connection ends for it.
 */
public final class ServerCertificates extends X509ExtendedKeyManager {

  /** The name under which agents check the control plane, wherever they dial it. */
  public static final String NAME = "meridian-control-plane";

  static final Duration LIFETIME = Duration.ofDays(30);
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(10);

  private final Supplier<Authorities> authorities;
  private final List<String> names;
  private final InstantSource clock;
  private @Nullable ServerCertificate current;
  private @Nullable ServerCertificate previous;

  /**
   * @param hostNames names and addresses beside {@link #NAME} that the certificate shall carry
   */
  public ServerCertificates(
      Supplier<Authorities> authorities, List<String> hostNames, InstantSource clock) {
    this.authorities = authorities;
    Set<String> all = new LinkedHashSet<>();
    all.add(NAME);
    for (String name : hostNames) {
      if (!Addresses.isHost(name)) {
        throw new IllegalArgumentException(
            "meridian.agent-host-names: '"
                + name
                + "' is neither a host name nor an address; correct or remove it.");
      }
      all.add(name);
    }
    this.names = List.copyOf(all);
    this.clock = clock;
  }

  /** The certificate to show now; renewed when fewer than ten days of it are left. */
  public synchronized ServerCertificate current() {
    ServerCertificate known = current;
    Instant now = clock.instant();
    if (known == null || !now.isBefore(known.notAfter().minus(RENEW_BEFORE_END))) {
      known = authorities.get().issuing(now).issue(names, now, LIFETIME);
      previous = current;
      current = known;
    }
    return known;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return "EC".equals(keyType) ? alias(current()) : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    ServerCertificate named = named(alias);
    return named == null ? null : named.chain();
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    ServerCertificate named = named(alias);
    return named == null ? null : named.key();
  }

  // A handshake that began before a renewal goes on with the certificate that it chose.
  private synchronized @Nullable ServerCertificate named(String alias) {
    for (ServerCertificate known : new ServerCertificate[] {current, previous}) {
      if (known != null && alias(known).equals(alias)) {
        return known;
      }
    }
    return null;
  }

  private static String alias(ServerCertificate certificate) {
    return certificate.leaf().getSerialNumber().toString(16);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {alias(current())};
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return "EC".equals(keyType) ? alias(current()) : null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
