package dev.meridian.bench;

/**
 * What a measurement has to reach, in the measurement's unit.
 *
 * @param atMost true when smaller values are better
 */
record Goal(double value, boolean atMost) {
  static Goal atMost(double value) {
    return new Goal(value, true);
  }

  static Goal atLeast(double value) {
    return new Goal(value, false);
  }

  boolean met(double measured) {
    return atMost ? measured <= value : measured >= value;
  }
}
