package dev.meridian.controlplane.placement;

import java.util.List;
import java.util.UUID;

/** Where a pod goes, with all that its peers must know before anyone starts. */
public record PodPlacement(
    UUID podId,
    UUID nodeId,
    UUID agentId,
    String region,
    String zone,
    String nodeName,
    String address,
    String advertisedAddress,
    List<PlacedPort> ports) {
  public PodPlacement {
    ports = List.copyOf(ports);
  }
}
