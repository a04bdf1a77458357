package dev.meridian.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.cli.CommandFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTroubleTest {
  private static final URI URL = URI.create("https://meridian.example.org");

  @TempDir Path folder;

  private static String said(Exception reason) {
    SSLHandshakeException failure = new SSLHandshakeException("handshake");
    failure.initCause(reason);
    return String.valueOf(new Unreachable(URL, new IOException(failure)).getMessage());
  }

  @Test
  void saysWhatIsWrongWithACertificateAndWhatToDo() {
    assertThat(said(new CertificateException(new CertPathBuilderException("no path"))))
        .contains("not trusted here", "--ca-file FILE or MERIDIAN_CA_FILE");
    assertThat(said(new CertificateExpiredException("NotAfter: yesterday")))
        .contains("has expired (NotAfter: yesterday)", "renew");
    assertThat(said(new CertificateNotYetValidException("NotBefore: tomorrow")))
        .contains("not valid yet (NotBefore: tomorrow)", "clock");
    assertThat(said(new CertificateException("No name matching meridian.example.org found")))
        .contains("does not prove that address (No name matching ")
        .doesNotContain("does not answer");
  }

  @Test
  void saysThatNoHttpsIsSpokenThere() {
    assertThat(new Unreachable(URL, new SSLException("Unsupported or unrecognized SSL message")))
        .hasMessageContaining("Check that HTTPS is spoken there");
  }

  @Test
  void blamesNoCertificateForAConnectionThatIsRefused() {
    assertThat(new Unreachable(URL, new ConnectException()))
        .hasMessageContaining("does not answer (connection refused)");
  }

  @Test
  void saysWhichFileOfAuthoritiesCannotBeUsed() throws IOException {
    Path none = folder.resolve("none.pem");
    Path noCertificates = Files.writeString(folder.resolve("notes.txt"), "not one\n");

    assertThatThrownBy(() -> new ControlPlaneAddress(URL, Optional.of(none)).connection())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(none.toString())
        .hasMessageContaining("there is no such file")
        .hasMessageContaining("--ca-file");
    assertThatThrownBy(() -> new ControlPlaneAddress(URL, Optional.of(noCertificates)).connection())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(noCertificates + " holds no certificates in PEM form");
  }
}
