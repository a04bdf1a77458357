package dev.meridian.tenancy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The rights of accounts on tenants, read again each second, and at once when they are forgotten.
 */
final class KnownRights {
  private static final int MOST_KEPT = 20_000;

  /** What a view shows is kept apart: the account's other sign-ins know of none. */
  private record Key(UUID account, UUID tenant, @Nullable UUID viewed) {}

  private record Kept(Rights rights, Instant at) {}

  private final RightsRows rows;
  private final Tenants tenants;
  private final Freshness freshness;
  private final InstantSource clock;
  private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  KnownRights(RightsRows rows, Tenants tenants, Freshness freshness, InstantSource clock) {
    this.rows = rows;
    this.tenants = tenants;
    this.freshness = freshness;
    this.clock = clock;
  }

  /**
   * What the account may do on the tenant.
   *
   * @param viewed the tenant that it views as; null: it acts for itself
   */
  Rights of(UUID account, UUID tenant, @Nullable UUID viewed) {
    Instant now = clock.instant();
    Key key = new Key(account, tenant, viewed);
    Kept found = kept.get(key);
    if (found == null || found.at().plus(freshness.kept()).isBefore(now)) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      long before = forgotten.get();
      Rights own = read(account, tenant);
      found = new Kept(viewed == null ? own : shown(own, tenant, viewed), now);
      kept.put(key, found);
      if (forgotten.get() != before) {
        // It changed while it was read: good for this answer, not for the next.
        kept.remove(key);
      }
    }
    return found.rights();
  }

  void forget() {
    forgotten.incrementAndGet();
    kept.clear();
  }

  private Rights read(UUID account, UUID tenant) {
    UUID root = tenants.root().id();
    Rights rights = Rights.of(rows.grants(account, tenant), rows.freeze(tenant).orElse(null), root);
    return tenant.equals(root) && rows.bound(account)
        ? rights.withHere(Role.FOR_EVERYBODY)
        : rights;
  }

  private Rights shown(Rights own, UUID tenant, UUID viewed) {
    if (tenant.equals(tenants.root().id())) {
      return own.within(Role.FOR_EVERYBODY);
    }
    return rows.isWithin(tenant, viewed) ? own.within(Role.SHOWN_IN_VIEW) : Rights.NONE;
  }
}
