package dev.meridian.controlplane.audit.sinks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Opens connections to checked addresses only; with TLS, to whom the certificate names. */
final class Connections {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(10);
  private static final int MOST_ADDRESSES = 3;

  private final AddressGuard guard;

  Connections(AddressGuard guard) {
    this.guard = guard;
  }

  /**
   * Connects; the attempt closes the connection.
   *
   * @throws IOException when it fails, with a message for people where there is one to give
   */
  Socket open(Endpoint endpoint, Attempt attempt) throws IOException {
    Socket plain = connect(endpoint, guard.resolve(endpoint.host()), attempt);
    plain.setSoTimeout((int) READ.toMillis());
    return endpoint.tls() ? secure(endpoint, plain) : plain;
  }

  private static Socket connect(Endpoint endpoint, List<InetAddress> addresses, Attempt attempt)
      throws IOException {
    IOException failure = new IOException("No address of " + endpoint.host());
    for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      attempt.uses(socket);
      try {
        socket.connect(new InetSocketAddress(address, endpoint.port()), (int) CONNECT.toMillis());
        return socket;
      } catch (IOException next) {
        failure = next;
        socket.close();
      }
    }
    throw failure;
  }

  /**
   * The attempt keeps the plain socket: closing that one ends what reads and writes at once, while
   * closing a TLS socket waits for the lock that a write to a receiver that reads nothing holds.
   */
  private static SSLSocket secure(Endpoint endpoint, Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(endpoint.caCertificate())
                .getSocketFactory()
                .createSocket(plain, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    // Without it Java takes any certificate of a trusted authority, whomever it names.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext context(@Nullable String caCertificate) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(caCertificate == null ? null : store(certificates(caCertificate)));
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The CA certificate of the sink cannot be used.", e);
    }
  }

  /**
   * The certificates in a PEM text.
   *
   * @throws GeneralSecurityException when it holds something else
   */
  static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  private static KeyStore store(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }
}
