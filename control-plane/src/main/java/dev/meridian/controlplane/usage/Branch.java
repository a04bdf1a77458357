package dev.meridian.controlplane.usage;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/** An amount that is the sum of its parts, exactly and as shown. */
final class Branch {
  private static final BigInteger NANOS_OF_A_MILLIONTH = BigInteger.valueOf(3_600_000);
  private static final BigInteger CPU = NANOS_OF_A_MILLIONTH.multiply(BigInteger.valueOf(1_000));
  private static final BigInteger GIB = NANOS_OF_A_MILLIONTH.shiftLeft(30);

  private final Consumption exact;
  private final List<Branch> parts;
  private Shown shown = Shown.NONE;

  private Branch(Consumption exact, List<Branch> parts) {
    this.exact = exact;
    this.parts = parts;
  }

  static Branch leaf(Consumption exact) {
    return new Branch(exact, List.of());
  }

  static Branch of(List<Branch> parts) {
    Consumption sum = Consumption.NONE;
    for (Branch part : parts) {
      sum = sum.plus(part.exact);
    }
    return new Branch(sum, List.copyOf(parts));
  }

  Consumption exact() {
    return exact;
  }

  Shown shown() {
    return shown;
  }

  /** Rounds this sum and gives every part below it its share. Called once, on the whole. */
  void show() {
    show(
        new Shown(
            Apportionment.round(exact.cpu(), CPU),
            Apportionment.round(exact.memory(), GIB),
            Apportionment.round(exact.disk(), GIB),
            Apportionment.round(exact.pods(), NANOS_OF_A_MILLIONTH)));
  }

  private void show(Shown share) {
    shown = share;
    if (parts.isEmpty()) {
      return;
    }
    List<BigInteger> cpu = split(share.cpu(), Consumption::cpu, CPU);
    List<BigInteger> memory = split(share.memory(), Consumption::memory, GIB);
    List<BigInteger> disk = split(share.disk(), Consumption::disk, GIB);
    List<BigInteger> pods = split(share.pods(), Consumption::pods, NANOS_OF_A_MILLIONTH);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).show(new Shown(cpu.get(i), memory.get(i), disk.get(i), pods.get(i)));
    }
  }

  private List<BigInteger> split(
      BigInteger units, Function<Consumption, BigInteger> measure, BigInteger unit) {
    return Apportionment.split(
        units, parts.stream().map(part -> measure.apply(part.exact)).toList(), unit);
  }
}
