package dev.meridian.controlplane.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance may run.
 *
 * @param regions names of allowed regions in order of preference; empty, or null on construction,
 *     for any
 * @param spread when null on construction: over regions, or over zones when one region is allowed
 */
public record PlacementPolicy(List<String> regions, Spread spread) {
  public PlacementPolicy(@Nullable List<String> regions, @Nullable Spread spread) {
    this.regions = regions == null ? List.of() : List.copyOf(regions);
    if (spread != null) {
      this.spread = spread;
    } else {
      this.spread = this.regions.size() == 1 ? Spread.ZONES : Spread.REGIONS;
    }
  }

  /** Any region, spread over regions. */
  public static PlacementPolicy anywhere() {
    return new PlacementPolicy(List.of(), Spread.REGIONS);
  }

  boolean allows(String region) {
    return regions.isEmpty() || regions.contains(region);
  }

  /** 0 for the most preferred region; 0 for each when all are allowed. */
  int preference(String region) {
    return Math.max(0, regions.indexOf(region));
  }
}
