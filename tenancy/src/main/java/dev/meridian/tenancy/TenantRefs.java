package dev.meridian.tenancy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers how tenants are named, for those who ask in each of their transactions. A label never
 * changes; a path does when somebody renames or moves the tenant or one above it, on any replica,
 * and is therefore remembered for {@link #KEPT} only: by then every replica shows the new one.
 */
final class TenantRefs {
  static final Duration KEPT = Duration.ofSeconds(5);

  /** Above that many the memory starts again; 20 MB at most. */
  private static final int MOST = 50_000;

  private record Entry(TenantRef ref, Instant until) {}

  private final InstantSource clock;
  private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();

  TenantRefs(InstantSource clock) {
    this.clock = clock;
  }

  /** Empty when it is not known or was read too long ago. */
  Optional<TenantRef> of(UUID tenant) {
    return Optional.ofNullable(entries.get(tenant))
        .filter(entry -> clock.instant().isBefore(entry.until()))
        .map(Entry::ref);
  }

  /** Remembers nothing more of what was committed until now. */
  void forget() {
    entries.clear();
  }

  /** Remembers what was committed. */
  void keep(TenantRef ref) {
    if (entries.size() >= MOST) {
      entries.clear();
    }
    entries.put(ref.id(), new Entry(ref, clock.instant().plus(KEPT)));
  }
}
