package dev.meridian.controlplane.usage;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Amounts as shown, in millionths of an hour of a core, a GiB, a GiB and a pod. */
record Shown(BigInteger cpu, BigInteger memory, BigInteger disk, BigInteger pods) {
  static final Shown NONE =
      new Shown(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

  private static final int DIGITS = 6;

  Shown plus(Shown other) {
    return new Shown(
        cpu.add(other.cpu), memory.add(other.memory), disk.add(other.disk), pods.add(other.pods));
  }

  UsageReport.UsageAmounts text() {
    return new UsageReport.UsageAmounts(text(cpu), text(memory), text(disk), text(pods));
  }

  private static String text(BigInteger millionths) {
    return new BigDecimal(millionths, DIGITS).toPlainString();
  }
}
