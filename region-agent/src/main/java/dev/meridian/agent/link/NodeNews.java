package dev.meridian.agent.link;

import dev.meridian.agent.pod.DiskSpace;
import dev.meridian.protocol.v1.NodeReport;
import java.io.IOException;
import java.util.Optional;

/**
 * Tells when the node is to be described anew within a session: when the room on its disk has
 * changed by much, or the disk has become full or has room again. Not thread-safe.
 */
final class NodeNews {
  /** A smaller change is no news, as long as there is room. */
  private static final long NOTABLE_BYTES = 512L << 20;

  private final LinkContext.Reporter node;
  private long told;

  /**
   * @param first what was told when the session began
   */
  NodeNews(LinkContext.Reporter node, NodeReport first) {
    this.node = node;
    this.told = first.getDiskFreeBytes();
  }

  /** The node as it is now; empty when that is no news. */
  Optional<NodeReport> look() throws IOException {
    NodeReport now = node.report();
    long free = now.getDiskFreeBytes();
    if (Math.abs(free - told) < NOTABLE_BYTES && isFull(free) == isFull(told)) {
      return Optional.empty();
    }
    told = free;
    return Optional.of(now);
  }

  private static boolean isFull(long free) {
    return free < DiskSpace.SPARE_BYTES;
  }
}
