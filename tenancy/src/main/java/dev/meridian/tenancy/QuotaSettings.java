package dev.meridian.tenancy;

import java.util.Comparator;
import java.util.List;

/** The limits and guarantees of one tenant, without those of its ancestors, in a fixed order. */
public record QuotaSettings(List<QuotaLimit> limits) {
  public QuotaSettings {
    limits =
        limits.stream()
            .sorted(Comparator.comparing(QuotaLimit::scope).thenComparing(QuotaLimit::resource))
            .toList();
  }
}
