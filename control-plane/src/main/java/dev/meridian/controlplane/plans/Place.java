package dev.meridian.controlplane.plans;

import java.util.List;
import java.util.UUID;

/**
 * Where a pod's footprint is reserved.
 *
 * @param held why the pod's order cannot be sent to the agent now; empty when it can
 */
record Place(
    UUID node,
    UUID agent,
    String nodeName,
    String region,
    String zone,
    String address,
    String advertisedAddress,
    boolean connected,
    String held,
    List<Port> ports) {

  /** A reserved port: of which task (or resource set), its name in the spec, its number. */
  record Port(String task, String name, int number) {}

  Place {
    ports = List.copyOf(ports);
  }
}
