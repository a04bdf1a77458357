package dev.meridian.controlplane.federation.trust;

import dev.meridian.tenancy.SealedKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The authorities as the database keeps them, sealed: {@code agent-ca-1} and its successors. All
 * replicas find the same ones, whoever makes them.
 */
public final class StoredAuthorities implements Supplier<Authorities> {
  private static final String NAME = "agent-ca-";
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final SealedKeys keys;
  private final InstantSource clock;
  private @Nullable Authorities known;
  private Instant readAt = Instant.MIN;

  public StoredAuthorities(SealedKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The authorities; the first is made when there is none, a successor when it is time. */
  @Override
  public synchronized Authorities get() {
    Instant now = clock.instant();
    Authorities current = known;
    if (current == null || !now.isBefore(readAt.plus(KEPT))) {
      current = read(now);
      known = current;
      readAt = now;
    }
    return current;
  }

  private Authorities read(Instant now) {
    List<CertificateAuthority> found = new ArrayList<>();
    found.add(open(keys.findOrMake(NAME + 1, () -> fresh(now))));
    while (true) {
      String next = NAME + (found.size() + 1);
      if (new Authorities(found).needsSuccessor(now)) {
        found.add(open(keys.findOrMake(next, () -> fresh(now))));
        continue;
      }
      var stored = keys.find(next);
      if (stored.isEmpty()) {
        return new Authorities(found);
      }
      found.add(open(stored.get()));
    }
  }

  private static SealedKeys.Fresh fresh(Instant now) {
    CertificateAuthority made = CertificateAuthority.create(now);
    return new SealedKeys.Fresh(made.encodedCertificate(), made.key().getEncoded());
  }

  private static CertificateAuthority open(SealedKeys.Sealed sealed) {
    return CertificateAuthority.restore(sealed.certificate(), sealed.secret());
  }
}
