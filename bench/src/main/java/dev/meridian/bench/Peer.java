package dev.meridian.bench;

/**
 * Somebody else's figure for the same thing, in the measurement's unit.
 *
 * @param name says whether the figure was measured in this run or is a published one
 */
record Peer(String name, double value) {
  static Peer measured(String name, double value) {
    return new Peer(name + " (measured in this run)", value);
  }

  static Peer published(String name, double value) {
    return new Peer(name + " (published, not run)", value);
  }
}
