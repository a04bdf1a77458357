package dev.meridian.controlplane.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that nobody trusts by default, as an operator has one: PEM files.
 *
 * @param certificate the file to show, and to trust
 * @param privateKey the file to keep
 */
public record TestCertificate(Path certificate, Path privateKey, KeyStore store) {
  private static final String PASSWORD = "of no use elsewhere";
  private static final String ALIAS = "server";

  /** Makes one for {@code localhost} in a folder. */
  public static TestCertificate inFolder(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost"))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(
        pem(folder, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
        pem(folder, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()),
        store);
  }

  private static Path pem(Path folder, String kind, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return Files.writeString(
        folder.resolve(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines));
  }

  /** What a server is told to use it. */
  public Map<String, String> settings() {
    return Map.of(
        "server.ssl.certificate", certificate.toString(),
        "server.ssl.certificate-private-key", privateKey.toString());
  }

  /** Trusts this certificate and no other. */
  public SSLContext trusted() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
