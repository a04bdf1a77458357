package dev.meridian.controlplane.fairness;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.UUID;

/**
 * A bucket for each account, or for each tenant, that asked lately. One that is forgotten is full
 * again, and it is forgotten only when it has been left alone for long enough to be. Safe for use
 * by several threads.
 */
final class Allowance {
  private static final int MOST = 200_000;
  private static final int BURST_SECONDS = 5;

  private final Cache<UUID, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(Duration.ofSeconds(2 * BURST_SECONDS))
          .build();
  private final long perSecond;

  Allowance(long perSecond) {
    this.perSecond = perSecond;
  }

  /** How long it has to wait until it may ask again; zero: it may now, and did. */
  Duration take(UUID who) {
    ConsumptionProbe probe = buckets.get(who, any -> full()).tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(perSecond * BURST_SECONDS)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
