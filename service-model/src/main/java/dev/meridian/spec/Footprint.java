package dev.meridian.spec;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * Resources together.
 *
 * @param cpus cores, in thousandths at most as the spec wrote them
 * @param diskMb all persistent volumes
 */
public record Footprint(BigDecimal cpus, BigDecimal gpus, long memoryMb, long diskMb) {
  public static final Footprint NONE = new Footprint(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

  public Footprint {
    cpus = Decimals.normal(cpus);
    gpus = Decimals.normal(gpus);
  }

  static Footprint of(ResourceSpec resources) {
    return new Footprint(resources.cpus(), resources.gpus(), resources.memoryMb(), 0)
        .plus(ofVolumes(resources.volumes().values()));
  }

  static Footprint ofVolumes(Collection<VolumeSpec> volumes) {
    long diskMb = volumes.stream().mapToLong(VolumeSpec::sizeMb).sum();
    return new Footprint(BigDecimal.ZERO, BigDecimal.ZERO, 0, diskMb);
  }

  public Footprint plus(Footprint other) {
    return new Footprint(
        cpus.add(other.cpus),
        gpus.add(other.gpus),
        Math.addExact(memoryMb, other.memoryMb),
        Math.addExact(diskMb, other.diskMb));
  }

  public Footprint times(int count) {
    BigDecimal factor = BigDecimal.valueOf(count);
    return new Footprint(
        cpus.multiply(factor),
        gpus.multiply(factor),
        Math.multiplyExact(memoryMb, (long) count),
        Math.multiplyExact(diskMb, (long) count));
  }

  /** The larger of each resource: what a change holds until it completes. */
  public Footprint max(Footprint other) {
    return new Footprint(
        cpus.max(other.cpus),
        gpus.max(other.gpus),
        Math.max(memoryMb, other.memoryMb),
        Math.max(diskMb, other.diskMb));
  }
}
