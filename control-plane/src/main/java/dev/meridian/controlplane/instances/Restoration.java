package dev.meridian.controlplane.instances;

import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.tenancy.Amounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which kept volumes an install takes over. Pure.
 *
 * @param volumes at most one for each path of a pod, those of a pod on one node
 */
record Restoration(List<KeptVolume> volumes) {
  static final Restoration NONE = new Restoration(List.of());

  /** What was kept last has the newest data; the id makes the order total. */
  private static final Comparator<KeptVolume> OLDEST_FIRST =
      Comparator.comparing(KeptVolume::keptUntil).thenComparing(KeptVolume::id);

  Restoration {
    volumes = List.copyOf(volumes);
  }

  /**
   * Chooses for each pod its newest volume, and with it the newest of its other paths that are on
   * the same node: a pod runs on one. What is older, elsewhere, or wanted by no pod stays kept.
   *
   * @param kept all that instances of the name and package left, in any order
   */
  static Restoration of(ServiceSpec spec, List<KeptVolume> kept) {
    List<KeptVolume> chosen = new ArrayList<>();
    for (PodSpec pod : spec.pods().values()) {
      Map<String, Long> wanted = wanted(pod);
      for (int i = 0; i < pod.count(); i++) {
        String name = pod.type() + "-" + i;
        List<KeptVolume> its =
            kept.stream()
                .filter(v -> v.pod().equals(name) && wanted.containsKey(v.path()))
                .sorted(OLDEST_FIRST.reversed())
                .toList();
        for (String path : wanted.keySet()) {
          its.stream()
              .filter(v -> v.path().equals(path) && v.nodeId().equals(its.getFirst().nodeId()))
              .findFirst()
              .ifPresent(chosen::add);
        }
      }
    }
    return new Restoration(chosen);
  }

  private static Map<String, Long> wanted(PodSpec pod) {
    return pod.allVolumes().stream().collect(Collectors.toMap(VolumeSpec::path, Footprints::bytes));
  }

  /** What the volumes of a pod mean for its place. */
  Pin pin(PodSpec spec, int index) {
    return Pin.to(
        of(spec, index).stream()
            .map(v -> new Pin.Existing(v.path(), v.sizeBytes(), v.nodeId(), true))
            .toList(),
        spec);
  }

  private List<KeptVolume> of(PodSpec spec, int index) {
    return volumes.stream().filter(v -> v.pod().equals(spec.type() + "-" + index)).toList();
  }

  /**
   * What of the spec's amounts the volumes claim already, and go on claiming. One that is larger
   * than the spec wants it counts with all of its size, under its own claim.
   */
  Amounts claimedAlready(ServiceSpec spec) {
    Amounts sum = Amounts.NONE;
    for (PodSpec pod : spec.pods().values()) {
      Map<String, Long> wanted = wanted(pod);
      for (int i = 0; i < pod.count(); i++) {
        for (KeptVolume volume : of(pod, i)) {
          sum =
              sum.plus(
                  Amounts.ofVolumes(
                      1, Math.min(volume.sizeBytes(), wanted.getOrDefault(volume.path(), 0L))));
        }
      }
    }
    return sum;
  }
}
