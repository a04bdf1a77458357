package dev.meridian.tenancy;

/**
 * Amounts of what quotas limit.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes bytes
 * @param diskBytes bytes
 * @param pods pods
 */
public record Amounts(long cpuMillis, long memoryBytes, long diskBytes, long pods) {
  public static final Amounts NONE = new Amounts(0, 0, 0, 0);

  public Amounts plus(Amounts other) {
    return new Amounts(
        Math.addExact(cpuMillis, other.cpuMillis),
        Math.addExact(memoryBytes, other.memoryBytes),
        Math.addExact(diskBytes, other.diskBytes),
        Math.addExact(pods, other.pods));
  }

  public Amounts minus(Amounts other) {
    return new Amounts(
        Math.subtractExact(cpuMillis, other.cpuMillis),
        Math.subtractExact(memoryBytes, other.memoryBytes),
        Math.subtractExact(diskBytes, other.diskBytes),
        Math.subtractExact(pods, other.pods));
  }

  /** The larger of the two, for each resource. */
  public Amounts max(Amounts other) {
    return new Amounts(
        Math.max(cpuMillis, other.cpuMillis),
        Math.max(memoryBytes, other.memoryBytes),
        Math.max(diskBytes, other.diskBytes),
        Math.max(pods, other.pods));
  }
}
