package dev.meridian.bench;

import org.jspecify.annotations.Nullable;

/** One figure of a benchmark; without peer or goal it is there to explain the others. */
record Measurement(
    String metric, double value, String unit, @Nullable Peer peer, @Nullable Goal goal) {
  Measurement(String metric, double value, String unit) {
    this(metric, value, unit, null, null);
  }

  Measurement goal(Goal aim) {
    return new Measurement(metric, value, unit, peer, aim);
  }

  Measurement peer(Peer other) {
    return new Measurement(metric, value, unit, other, goal);
  }

  /** False only when there is a goal and it is missed. */
  boolean acceptable() {
    return goal == null || goal.met(value);
  }
}
