package dev.meridian.controlplane.plans;

import java.util.List;
import java.util.UUID;

/** Where a pod's footprint is reserved. */
record Place(
    UUID node,
    UUID agent,
    String nodeName,
    String region,
    String zone,
    String address,
    String advertisedAddress,
    boolean connected,
    List<Port> ports) {

  /** A reserved port: of which task (or resource set), its name in the spec, its number. */
  record Port(String task, String name, int number) {}

  Place {
    ports = List.copyOf(ports);
  }
}
