package dev.meridian.tenancy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Counters of regions, locked until the placement writer's transaction ends. */
public final class RegionCounts {
  private final Quotas quotas;
  private final QuotaRows rows;
  private final Map<UUID, List<UUID>> up;
  private final Ledger ledger;

  RegionCounts(
      Quotas quotas, QuotaRows rows, Map<UUID, List<UUID>> up, Collection<Counter> counters) {
    this.quotas = quotas;
    this.rows = rows;
    this.up = up;
    this.ledger = new Ledger(counters);
  }

  /** The limit of a region that does not allow something. */
  public record Full(String region, String reason) {}

  /**
   * Counts what a tenant's pods hold more, or less, in regions, all of it or nothing.
   *
   * @param more by the names of regions
   * @return the limit that does not allow it; empty when it is counted
   */
  public Optional<Full> count(UUID tenant, Map<String, Amounts> more) {
    Map<QuotaScope, Amounts> scoped = new HashMap<>();
    more.forEach((region, amounts) -> scoped.put(QuotaScope.ofRegion(region), amounts));
    return ledger
        .add(up.getOrDefault(tenant, List.of()), scoped)
        .map(
            refusal ->
                new Full(
                    refusal.before().key().scope().name(),
                    String.valueOf(quotas.exceeded(refusal).getMessage())));
  }

  /** Stores the counters; call once, at the end. */
  public void write() {
    rows.write(ledger.changed());
  }
}
