package dev.meridian.cli.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes HTTP clients. */
public final class Connections {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private Connections() {}

  /** A builder for requests to one address. */
  public static HttpClient.Builder to(URI url) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    return url.getScheme().equals("https") ? builder : builder.sslContext(trustingNobody());
  }

  /**
   * Reading the trusted certificates takes longer than most commands; over plain HTTP nobody asks
   * for them, and a redirect to HTTPS fails instead of trusting anybody.
   */
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has TLS", impossible);
    }
  }
}
