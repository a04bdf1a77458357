package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what a new sink points to; the address is checked again at each delivery. */
@Component
class SinkTarget {
  private static final int LONGEST = 2_000;
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_CERTIFICATES = 64_000;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final AddressGuard guard;

  SinkTarget(AddressGuard guard) {
    this.guard = guard;
  }

  /**
   * The target in the form in which it is kept.
   *
   * @throws ProblemException invalid, for one that a sink of this kind cannot have
   */
  String checked(SinkKind kind, @Nullable String given) {
    if (given == null || given.isBlank() || given.length() > LONGEST) {
      throw invalid("/target", "is missing or too long; " + example(kind));
    }
    URI target = parse(kind, given.strip());
    if (target.getHost() == null
        || target.getRawUserInfo() != null
        || target.getRawFragment() != null) {
      throw invalid("/target", "must name a host, and no user or fragment; " + example(kind));
    }
    if (target.getPort() == 0 || target.getPort() > LAST_PORT) {
      throw invalid("/target", "names a port that cannot be; give one from 1 to " + LAST_PORT);
    }
    switch (kind) {
      case SYSLOG -> checkSyslog(target);
      case WEBHOOK -> checkWebhook(target);
    }
    try {
      guard.resolve(Endpoint.of(target, null).host());
    } catch (TargetRefusedException refused) {
      throw invalid("/target", refused.reason());
    } catch (IOException unknown) {
      throw invalid("/target", "names a host that is not known; check its spelling");
    }
    return target.toString();
  }

  /** Passes for PEM with certificates, and for none. */
  void checkCertificates(@Nullable String pem) {
    if (pem == null) {
      return;
    }
    try {
      if (pem.length() <= LONGEST_CERTIFICATES && !Connections.certificates(pem).isEmpty()) {
        return;
      }
    } catch (GeneralSecurityException broken) {
      throw (ProblemException) noCertificates().initCause(broken);
    }
    throw noCertificates();
  }

  private static ProblemException noCertificates() {
    return invalid(
        "/caCertificate", "holds no certificate; give PEM, -----BEGIN CERTIFICATE----- and so on");
  }

  private static URI parse(SinkKind kind, String given) {
    try {
      return new URI(new URI(given).toASCIIString());
    } catch (URISyntaxException e) {
      throw (ProblemException) invalid("/target", "is no address; " + example(kind)).initCause(e);
    }
  }

  private static void checkSyslog(URI target) {
    boolean bare =
        target.getRawQuery() == null
            && (target.getRawPath().isEmpty() || target.getRawPath().equals("/"));
    if (!Set.of("tcp", "tls").contains(target.getScheme()) || target.getPort() < 1 || !bare) {
      throw invalid("/target", "cannot be a syslog receiver; " + example(SinkKind.SYSLOG));
    }
  }

  private void checkWebhook(URI target) {
    boolean loopback =
        guard.allowsLoopback()
            && "http".equals(target.getScheme())
            && LOOPBACK.contains(target.getHost());
    if (!"https".equals(target.getScheme()) && !loopback) {
      throw invalid("/target", "must begin with https://; " + example(SinkKind.WEBHOOK));
    }
  }

  private static String example(SinkKind kind) {
    return switch (kind) {
      case SYSLOG -> "such as tls://siem.example.org:6514 or tcp://siem.example.org:601";
      case WEBHOOK -> "such as https://siem.example.org/audit";
    };
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID,
        "The %s %s.".formatted(pointer.substring(1), message),
        List.of(new FieldError(pointer, message)));
  }
}
