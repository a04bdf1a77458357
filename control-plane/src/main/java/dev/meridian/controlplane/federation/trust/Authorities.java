package dev.meridian.controlplane.federation.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The authorities of this control plane, oldest first. A successor is made a year before the end
 * and announced to the agents for half a year before it issues anything, so that no agent that
 * calls in at least that often ever meets a CA that it does not know.
 */
public record Authorities(List<CertificateAuthority> all) {

  static final Duration SUCCESSOR_BEFORE_END = Duration.ofDays(365);
  static final Duration ANNOUNCED_FOR = Duration.ofDays(180);

  /** {@code all} in any order; at least one. */
  public Authorities {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("At least one CA is needed.");
    }
    all = all.stream().sorted(Comparator.comparing(Authorities::end)).toList();
  }

  /** True when the newest authority nears its end and has no successor. */
  public boolean needsSuccessor(Instant now) {
    return !now.isBefore(end(all.getLast()).minus(SUCCESSOR_BEFORE_END));
  }

  /** The authority that issues at {@code now}: the newest that was announced for long enough. */
  public CertificateAuthority issuing(Instant now) {
    CertificateAuthority chosen = all.getFirst();
    for (CertificateAuthority next : all) {
      Instant made = end(next).minus(CertificateAuthority.LIFETIME);
      boolean announced = !now.isBefore(made.plus(ANNOUNCED_FOR));
      if (announced || !now.isBefore(end(chosen))) {
        chosen = next;
      }
    }
    return chosen;
  }

  /** DER of every certificate that agents shall trust. */
  public List<byte[]> certificates() {
    return all.stream().map(CertificateAuthority::encodedCertificate).toList();
  }

  private static Instant end(CertificateAuthority authority) {
    return authority.certificate().getNotAfter().toInstant();
  }
}
