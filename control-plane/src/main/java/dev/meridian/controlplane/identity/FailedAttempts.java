package dev.meridian.controlplane.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Slows guessing: tries that fail are counted per account and per client address, and beyond what
 * is allowed further ones are refused unseen. What succeeds costs nothing. A try takes its place
 * when it begins, so that many at the same time are no way around. Counted on each replica by
 * itself, in bounded memory.
 */
@Component
class FailedAttempts {
  private static final int MOST_KEYS = 50_000;

  /** Where something can be guessed. Read {@code docs/adr/0006-sign-in.md} for the figures. */
  enum Door {
    SIGN_IN("10/5m", "60/5m"),
    TOKEN("100/5m", "300/5m"),
    DEVICE_CODE("10/5m", "60/5m");

    private final String perAccount;
    private final String perAddress;

    Door(String perAccount, String perAddress) {
      this.perAccount = perAccount;
      this.perAddress = perAddress;
    }

    /** As settings and metrics call it. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private record Limits(Buckets account, Buckets address) {}

  private final Map<Door, Limits> doors = new EnumMap<>(Door.class);

  FailedAttempts(Environment environment, InstantSource clock) {
    for (Door door : Door.values()) {
      doors.put(
          door,
          new Limits(
              Buckets.of(environment, door.key() + "-account", door.perAccount, clock),
              Buckets.of(environment, door.key() + "-address", door.perAddress, clock)));
    }
  }

  /**
   * A try begins; close it when its outcome is known.
   *
   * @param account whose secret is tried; null when that is not known
   * @param address where it comes from; null when that is not known
   */
  Attempt begin(Door door, @Nullable String account, @Nullable String address) {
    Limits limits = doors.get(door);
    if (limits == null) {
      throw new IllegalStateException("Every door has limits: " + door);
    }
    return Attempt.begin(
        door,
        limits.account().of(account == null ? null : account.toLowerCase(Locale.ROOT)),
        limits.address().of(ClientNetwork.of(address)));
  }

  private record Buckets(
      Optional<AllowedFailures> allowed, Cache<String, Bucket> kept, TimeMeter now) {
    static Buckets of(Environment environment, String name, String preset, InstantSource clock) {
      Optional<AllowedFailures> allowed = AllowedFailures.from(environment, name, preset);
      // A bucket that nobody asked for during a period is full, as a new one is.
      Cache<String, Bucket> kept =
          Caffeine.newBuilder()
              .maximumSize(MOST_KEYS)
              .expireAfterAccess(allowed.map(AllowedFailures::period).orElse(Duration.ZERO))
              .ticker(() -> nanos(clock))
              .build();
      return new Buckets(
          allowed,
          kept,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos(clock);
            }

            @Override
            public boolean isWallClockBased() {
              return true;
            }
          });
    }

    Optional<Bucket> of(@Nullable String key) {
      return key == null
          ? Optional.empty()
          : allowed.map(limit -> kept.get(bounded(key), unused -> full(limit)));
    }

    private Bucket full(AllowedFailures limit) {
      return Bucket.builder()
          .addLimit(one -> one.capacity(limit.count()).refillGreedy(limit.count(), limit.period()))
          .withCustomTimePrecision(now)
          .build();
    }

    private static long nanos(InstantSource clock) {
      Instant at = clock.instant();
      return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }

    /** What is sent as a name may be as long as a request. */
    private static String bounded(String key) {
      return key.length() <= 100 ? key : Digests.sha256Hex(key);
    }
  }
}
