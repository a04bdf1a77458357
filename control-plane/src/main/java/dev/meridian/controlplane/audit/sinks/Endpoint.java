package dev.meridian.controlplane.audit.sinks;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect to.
 *
 * @param host a name or an address, without brackets
 * @param caCertificate PEM of the only authorities that are trusted; null: those of this Java
 */
record Endpoint(String host, int port, boolean tls, @Nullable String caCertificate) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The endpoint of a target that {@link SinkTarget} has checked. */
  static Endpoint of(URI target, @Nullable String caCertificate) {
    String host = target.getHost();
    boolean tls = target.getScheme().equals("https") || target.getScheme().equals("tls");
    int port = target.getPort() > 0 ? target.getPort() : tls ? HTTPS : HTTP;
    return new Endpoint(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port,
        tls,
        caCertificate);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
