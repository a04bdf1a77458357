package dev.meridian.controlplane.usage;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * Exact amounts: thousandths of a core, bytes of memory, bytes of disk and pods, each times
 * nanoseconds. Whole numbers, so that sums do not depend on their order.
 */
record Consumption(BigInteger cpu, BigInteger memory, BigInteger disk, BigInteger pods) {
  static final Consumption NONE =
      new Consumption(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

  static Consumption of(Allocation allocation, Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    BigInteger nanos =
        BigInteger.valueOf(length.toSeconds())
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(length.toNanosPart()));
    return new Consumption(
        nanos.multiply(BigInteger.valueOf(allocation.cpuMillis())),
        nanos.multiply(BigInteger.valueOf(allocation.memoryBytes())),
        nanos.multiply(BigInteger.valueOf(allocation.diskBytes())),
        nanos.multiply(BigInteger.valueOf(allocation.pods())));
  }

  boolean isNothing() {
    return equals(NONE);
  }

  Consumption plus(Consumption other) {
    return new Consumption(
        cpu.add(other.cpu), memory.add(other.memory), disk.add(other.disk), pods.add(other.pods));
  }
}
