package dev.meridian.cli.api;

import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a failed TLS connection means for a person. */
final class TlsTrouble {
  private TlsTrouble() {}

  private static boolean isOfAnotherAddress(CertificateException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  /** What is wrong and what to do; empty when TLS is not what failed. */
  static Optional<String> of(URI url, Throwable failure) {
    Optional<String> general = Optional.empty();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      switch (each) {
        case CertPathBuilderException unknownAuthority -> {
          return Optional.of(
              "The certificate of "
                  + url
                  + " is signed by an authority that is not trusted here. If it is one of your own, give its certificate with --ca-file FILE or MERIDIAN_CA_FILE; one that a sign-in remembered is forgotten by meridian logout.");
        }
        case CertificateExpiredException expired -> {
          return Optional.of(
              "The certificate of "
                  + url
                  + " has expired ("
                  + expired.getMessage()
                  + "). Whoever runs the control plane must renew it.");
        }
        case CertificateNotYetValidException early -> {
          return Optional.of(
              "The certificate of "
                  + url
                  + " is not valid yet ("
                  + early.getMessage()
                  + "). Look at the clock of this machine.");
        }
        case CertificateException certificate ->
            general =
                Optional.of(
                    "The certificate of "
                        + url
                        + (isOfAnotherAddress(certificate)
                            ? " does not prove that address ("
                                + certificate.getMessage()
                                + "). Use an address that it was made for."
                            : " is not accepted ("
                                + certificate.getMessage()
                                + "). Whoever runs the control plane must replace it."));
        case SSLException tls ->
            general =
                general.or(
                    () ->
                        Optional.of(
                            "No TLS connection to "
                                + url
                                + " came about ("
                                + tls.getMessage()
                                + "). Check that HTTPS is spoken there."));
        default -> {}
      }
    }
    return general;
  }
}
