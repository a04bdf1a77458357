package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.placement.PodAsk;
import dev.meridian.controlplane.placement.PortAsk;
import dev.meridian.controlplane.placement.VolumeAsk;
import dev.meridian.spec.Footprint;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.tenancy.Amounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a spec needs, in the units of quotas and of placement. */
public final class Footprints {
  private static final long MIB = 1024L * 1024;

  private Footprints() {}

  /** The instance with all pods of the spec and their volumes. */
  public static Amounts of(ServiceSpec spec) {
    Amounts sum = new Amounts(0, 0, 0, 0, 0, 1, 0, 0);
    for (PodSpec pod : spec.pods().values()) {
      Amounts one =
          ofPod(pod)
              .plus(
                  new Amounts(
                      0,
                      0,
                      0,
                      0,
                      thousandths(pod.footprint().gpus()),
                      0,
                      pod.allVolumes().size(),
                      0));
      for (int i = 0; i < pod.count(); i++) {
        sum = sum.plus(one);
      }
    }
    return sum;
  }

  /** What one pod needs of a node, rounded up to whole thousandths of a core. */
  public static Amounts ofPod(PodSpec pod) {
    Footprint one = pod.footprint();
    return new Amounts(thousandths(one.cpus()), one.memoryMb() * MIB, one.diskMb() * MIB, 1);
  }

  static long bytes(VolumeSpec volume) {
    return volume.sizeMb() * MIB;
  }

  private static long thousandths(BigDecimal amount) {
    return amount.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /**
   * What placement is asked for one pod.
   *
   * @param packageNeeds of every pod of the package; the pod's own win
   * @param pin what the volumes that it has already mean
   */
  public static PodAsk ask(
      UUID podId, PodSpec spec, int index, Map<String, String> packageNeeds, Pin pin) {
    Map<String, String> needs = new LinkedHashMap<>(packageNeeds);
    needs.putAll(spec.needs());
    return new PodAsk(
        podId,
        spec.type() + "-" + index,
        spec.type(),
        index,
        ofPod(spec).plus(new Amounts(0, 0, pin.moreBytes(), 0)),
        ports(spec),
        spec.placementRule(),
        needs,
        pin.node(),
        spec.allVolumes().stream().map(v -> new VolumeAsk(v.path(), bytes(v))).toList(),
        pin.keptBytes());
  }

  private static List<PortAsk> ports(PodSpec spec) {
    List<PortAsk> ports = new ArrayList<>();
    spec.resourceSets()
        .forEach((id, set) -> set.ports().values().forEach(p -> ports.add(port(id, p))));
    spec.tasks().values().stream()
        .filter(task -> task.resourceSet().isEmpty())
        .forEach(
            task ->
                task.resources().ports().values().forEach(p -> ports.add(port(task.name(), p))));
    return ports;
  }

  private static PortAsk port(String holder, PortSpec port) {
    return new PortAsk(
        holder,
        port.name(),
        port.number(),
        port.ranges().stream().map(r -> new PortAsk.Range(r.begin(), r.end())).toList());
  }
}
