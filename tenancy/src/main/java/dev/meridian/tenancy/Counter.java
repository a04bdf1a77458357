package dev.meridian.tenancy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's limit and guarantee for one resource in one scope, and what counts under it.
 *
 * @param limit null: none
 * @param guarantee what nobody else may take from the limits above; 0: none
 * @param used by the tenant and all below it
 * @param reserved what the counters next below have guaranteed and do not use yet
 */
record Counter(Key key, @Nullable Long limit, long guarantee, long used, long reserved) {

  /** Whose counter it is, and of what. */
  record Key(UUID tenant, QuotaScope scope, Resource resource) {}

  /** What this counter keeps from everybody beside it. */
  long unused() {
    return Math.max(Math.max(0, guarantee - used), reserved);
  }

  /** What can no longer be given to anybody without a guarantee. */
  long committed() {
    return Math.addExact(used, reserved);
  }

  Counter moved(long more, long moreReserved) {
    return new Counter(
        key, limit, guarantee, Math.addExact(used, more), Math.addExact(reserved, moreReserved));
  }

  Counter counting(long nowUsed, long nowReserved) {
    return new Counter(key, limit, guarantee, nowUsed, nowReserved);
  }

  /**
   * Whether {@code after}, which uses more, is not allowed. A claim out of one's own guarantee
   * commits nothing more and passes, also where more was promised than there is.
   */
  boolean refuses(Counter after) {
    return limit != null
        && (after.used > limit || (after.committed() > limit && after.committed() > committed()));
  }
}
