package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A pod that holds a reservation. */
record HeldPod(
    UUID tenant,
    UUID instance,
    UUID podId,
    String name,
    String type,
    UUID nodeId,
    Amounts amounts,
    List<PlacedPort> ports,
    Instant since) {
  HeldPod {
    ports = List.copyOf(ports);
  }
}
