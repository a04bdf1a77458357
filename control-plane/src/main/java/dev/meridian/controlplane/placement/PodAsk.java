package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule;
import dev.meridian.tenancy.Amounts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pod to place.
 *
 * @param amounts all it reserves, volumes included
 * @param rule its constraint; null for none
 * @param needs what the node must have: {@code java} a range over feature releases, {@code arch},
 *     {@code isolation}, or the exact value of a node attribute
 * @param pinnedNode the only node it may run on, because its volumes are there; null for any
 * @param keptBytes what the pinned node keeps already of the pod's disk: volumes to be restored
 */
public record PodAsk(
    UUID podId,
    String name,
    String type,
    int index,
    Amounts amounts,
    List<PortAsk> ports,
    @Nullable PlacementRule rule,
    Map<String, String> needs,
    @Nullable UUID pinnedNode,
    List<VolumeAsk> volumes,
    long keptBytes) {
  public PodAsk {
    ports = List.copyOf(ports);
    needs = Map.copyOf(needs);
    volumes = List.copyOf(volumes);
  }

  /** A pod that has nothing to restore. */
  public PodAsk(
      UUID podId,
      String name,
      String type,
      int index,
      Amounts amounts,
      List<PortAsk> ports,
      @Nullable PlacementRule rule,
      Map<String, String> needs,
      @Nullable UUID pinnedNode,
      List<VolumeAsk> volumes) {
    this(podId, name, type, index, amounts, ports, rule, needs, pinnedNode, volumes, 0);
  }
}
