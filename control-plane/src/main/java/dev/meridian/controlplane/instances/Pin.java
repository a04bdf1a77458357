package dev.meridian.controlplane.instances;

import dev.meridian.spec.PodSpec;
import dev.meridian.spec.VolumeSpec;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the volumes that a pod has already mean for its place.
 *
 * @param node the only one where it may run; null: anywhere
 * @param moreBytes by how much its volumes are larger than its spec wants them now
 * @param keptBytes of its volumes that take room of the node as kept ones
 */
public record Pin(@Nullable UUID node, long moreBytes, long keptBytes) {
  public static final Pin NONE = new Pin(null, 0, 0);

  /**
   * A volume as it exists.
   *
   * @param kept whether it is not yet the pod's
   */
  public record Existing(String path, long sizeBytes, UUID node, boolean kept) {}

  /** Where a pod has to be that has these volumes, all on one node. */
  public static Pin to(List<Existing> volumes, PodSpec spec) {
    if (volumes.isEmpty()) {
      return NONE;
    }
    var wanted =
        spec.allVolumes().stream().collect(Collectors.toMap(VolumeSpec::path, Footprints::bytes));
    return new Pin(
        volumes.getFirst().node(),
        volumes.stream()
            .mapToLong(v -> Math.max(0, v.sizeBytes() - wanted.getOrDefault(v.path(), 0L)))
            .sum(),
        volumes.stream().filter(Existing::kept).mapToLong(Existing::sizeBytes).sum());
  }

  /** The same for a pod that has its place. */
  public Pin at(UUID placed) {
    return new Pin(placed, moreBytes, keptBytes);
  }
}
