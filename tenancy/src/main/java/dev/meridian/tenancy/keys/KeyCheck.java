package dev.meridian.tenancy.keys;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the key-encryption key can be used now: something of no value is wrapped and opened. Asks
 * at most every {@link #PAUSE}, however often it is asked itself.
 */
public final class KeyCheck {
  static final Duration PAUSE = Duration.ofSeconds(10);

  private record Result(Instant at, @Nullable String reason) {}

  private final KeyRing keyRing;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private @Nullable Result last;

  public KeyCheck(KeyRing keyRing, InstantSource clock) {
    this.keyRing = keyRing;
    this.clock = clock;
  }

  /** Name of the key that is checked. */
  public String name() {
    return keyRing.name();
  }

  /** Why the key cannot be used; empty when it can. */
  public synchronized Optional<String> problem() {
    Instant now = clock.instant();
    if (last == null || !now.isBefore(last.at().plus(PAUSE))) {
      last = new Result(now, ask());
    }
    return Optional.ofNullable(last.reason());
  }

  private @Nullable String ask() {
    byte[] sample = new byte[16];
    random.nextBytes(sample);
    try {
      byte[] back = keyRing.unwrap(keyRing.wrap(sample, "check"), "check");
      return Arrays.equals(sample, back)
          ? null
          : "The key-encryption key '%s' opened something else than it wrapped."
              .formatted(keyRing.name());
    } catch (KeyEncryptionException e) {
      return e.getMessage();
    }
  }
}
