package dev.meridian.tenancy;

import java.util.function.LongBinaryOperator;

/**
 * Amounts of what quotas limit.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes bytes
 * @param diskBytes bytes
 * @param pods pods
 * @param gpuMillis thousandths of a graphics processor
 * @param instances service instances
 * @param volumes volumes, kept ones too
 * @param secrets secrets, whatever the number of their versions
 */
public record Amounts(
    long cpuMillis,
    long memoryBytes,
    long diskBytes,
    long pods,
    long gpuMillis,
    long instances,
    long volumes,
    long secrets) {
  public static final Amounts NONE = new Amounts(0, 0, 0, 0);

  /** What pods need of a node. */
  public Amounts(long cpuMillis, long memoryBytes, long diskBytes, long pods) {
    this(cpuMillis, memoryBytes, diskBytes, pods, 0, 0, 0, 0);
  }

  /** So many secrets and nothing else. */
  public static Amounts ofSecrets(long secrets) {
    return new Amounts(0, 0, 0, 0, 0, 0, 0, secrets);
  }

  /** Volumes that no instance uses. */
  public static Amounts ofVolumes(long volumes, long diskBytes) {
    return new Amounts(0, 0, diskBytes, 0, 0, 0, volumes, 0);
  }

  public Amounts plus(Amounts other) {
    return with(other, Math::addExact);
  }

  public Amounts minus(Amounts other) {
    return with(other, Math::subtractExact);
  }

  /** The larger of the two, for each resource. */
  public Amounts max(Amounts other) {
    return with(other, Math::max);
  }

  /** What is left when {@code other} is taken, and nothing where that is more. */
  public Amounts without(Amounts other) {
    return with(other, (have, taken) -> Math.max(0, have - taken));
  }

  private Amounts with(Amounts other, LongBinaryOperator each) {
    return new Amounts(
        each.applyAsLong(cpuMillis, other.cpuMillis),
        each.applyAsLong(memoryBytes, other.memoryBytes),
        each.applyAsLong(diskBytes, other.diskBytes),
        each.applyAsLong(pods, other.pods),
        each.applyAsLong(gpuMillis, other.gpuMillis),
        each.applyAsLong(instances, other.instances),
        each.applyAsLong(volumes, other.volumes),
        each.applyAsLong(secrets, other.secrets));
  }
}
