package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.IsolationDemand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All pods of an instance, decided together: all or nothing. Pods that hold a reservation keep
 * their node and ports; a changed amount is resized in place.
 *
 * @param reReservePorts pods that keep their node but get another number for each chosen port that
 *     a stranger holds there
 * @param allowWaiting true: a refused ask stays open and is tried again when capacity changes
 * @param demand what the tenant demands of nodes that it has no pod on yet, as it stands when the
 *     ask is decided; null for nothing. It is no part of what is stored
 */
public record PlacementAsk(
    PlacementPolicy policy,
    List<PodAsk> pods,
    Set<UUID> reReservePorts,
    boolean allowWaiting,
    @Nullable IsolationDemand demand) {
  public PlacementAsk {
    pods = List.copyOf(pods);
    reReservePorts = Set.copyOf(reReservePorts);
    Set<UUID> seen = new HashSet<>();
    for (PodAsk pod : pods) {
      if (!seen.add(pod.podId())) {
        throw new IllegalArgumentException("pod " + pod.name() + " is asked for twice");
      }
    }
  }

  /** An ask of a tenant that demands nothing. */
  public PlacementAsk(
      PlacementPolicy policy, List<PodAsk> pods, Set<UUID> reReservePorts, boolean allowWaiting) {
    this(policy, pods, reReservePorts, allowWaiting, null);
  }

  PlacementAsk demanding(@Nullable IsolationDemand now) {
    return new PlacementAsk(policy, pods, reReservePorts, allowWaiting, now);
  }

  PlacementAsk within(PlacementPolicy other) {
    return new PlacementAsk(other, pods, reReservePorts, allowWaiting, demand);
  }

  /** An ask that does not wait and keeps all ports. */
  public PlacementAsk(PlacementPolicy policy, List<PodAsk> pods) {
    this(policy, pods, Set.of(), false);
  }
}
