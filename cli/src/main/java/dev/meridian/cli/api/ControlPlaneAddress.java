package dev.meridian.cli.api;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a control plane is, and whose word is taken for it.
 *
 * @param authorities a PEM file with the certificates that alone are trusted; empty for those that
 *     the JDK trusts
 */
public record ControlPlaneAddress(URI url, Optional<Path> authorities) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** One with a certificate that everybody trusts, or with none. */
  public static ControlPlaneAddress of(URI url) {
    return new ControlPlaneAddress(url, Optional.empty());
  }

  /**
   * A builder for requests there.
   *
   * @throws CommandFailure when the file of authorities cannot be used
   */
  public HttpClient.Builder connection() {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (!url.getScheme().equals("https")) {
      // Reading the trusted certificates takes longer than most commands; over plain HTTP nobody
      // asks for them, and a redirect to HTTPS fails instead of trusting anybody.
      return builder.sslContext(context(new TrustManager[0]));
    }
    authorities.ifPresent(file -> builder.sslContext(context(trusting(file))));
    return builder;
  }

  private static TrustManager[] trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("it is empty");
      }
      int count = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("authority-" + count++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Cannot read "
              + file
              + ", the file of authorities (--ca-file, MERIDIAN_CA_FILE, or that of the last meridian login): "
              + (Files.exists(file) ? unreadable.getMessage() : "there is no such file"));
    } catch (GeneralSecurityException noCertificate) {
      throw new CommandFailure(
          ExitCode.USAGE,
          file + " holds no certificates in PEM form (--ca-file): " + noCertificate.getMessage());
    }
  }

  private static SSLContext context(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has TLS", impossible);
    }
  }
}
