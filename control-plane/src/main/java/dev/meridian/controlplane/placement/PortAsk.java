package dev.meridian.controlplane.placement;

import java.util.List;

/**
 * A port that a task of a pod needs.
 *
 * @param fixed the number, or 0 for one that placement chooses from the node's range
 * @param ranges allowed numbers of a chosen port; empty for any of the node's range
 */
public record PortAsk(String task, String name, int fixed, List<Range> ranges) {
  public PortAsk {
    if (fixed < 0 || fixed > 65_535) {
      throw new IllegalArgumentException(
          "port " + name + " of task " + task + " is " + fixed + ", must be 0 to 65535");
    }
    ranges = List.copyOf(ranges);
  }

  boolean allows(int port) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(port));
  }

  /** Port numbers, both ends inclusive. */
  public record Range(int begin, int end) {
    public boolean contains(int port) {
      return begin <= port && port <= end;
    }

    @Override
    public String toString() {
      return begin + "–" + end;
    }
  }
}
