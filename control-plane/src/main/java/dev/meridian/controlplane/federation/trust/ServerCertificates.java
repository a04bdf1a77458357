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
  private volatile @Nullable ServerCertificate current;

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
      current = known;
    }
    return known;
  }

  @Override
  public String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return NAME;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return current().chain();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return current().key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {NAME};
  }

  @Override
  public String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return NAME;
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
