package dev.meridian.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of one thing done again and again, by several threads if need be. */
final class Samples {
  private final List<Duration> durations = new ArrayList<>();

  synchronized void add(Duration duration) {
    durations.add(duration);
  }

  double medianSeconds() {
    return quantileSeconds(0.5);
  }

  double p95Seconds() {
    return quantileSeconds(0.95);
  }

  double p99Seconds() {
    return quantileSeconds(0.99);
  }

  double longestSeconds() {
    return quantileSeconds(1);
  }

  /** The smallest sample that at least that share of the samples does not exceed. */
  private synchronized double quantileSeconds(double share) {
    if (durations.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Duration> sorted = new ArrayList<>(durations);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1)).toNanos() / 1e9;
  }
}
