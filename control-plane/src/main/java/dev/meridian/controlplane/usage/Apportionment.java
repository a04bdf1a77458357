package dev.meridian.controlplane.usage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Largest remainder method (Hamilton): whole units for the parts of a sum that add up to the units
 * of the sum. Each part gets its exact share rounded down or up.
 */
final class Apportionment {
  private Apportionment() {}

  /** An exact amount in whole units, half up. */
  static BigInteger round(BigInteger exact, BigInteger unit) {
    return exact.add(unit.shiftRight(1)).divide(unit);
  }

  /**
   * Units of each part; ties go to the earlier part.
   *
   * @param units of the whole: the exact sum of the parts rounded down or up
   * @param parts exact and not negative
   */
  static List<BigInteger> split(BigInteger units, List<BigInteger> parts, BigInteger unit) {
    List<BigInteger> shares = new ArrayList<>();
    List<BigInteger> remainders = new ArrayList<>();
    BigInteger left = units;
    for (BigInteger part : parts) {
      BigInteger[] share = part.divideAndRemainder(unit);
      shares.add(share[0]);
      remainders.add(share[1]);
      left = left.subtract(share[0]);
    }
    int rest = left.intValueExact();
    long uneven = remainders.stream().filter(remainder -> remainder.signum() != 0).count();
    if (rest < 0 || rest > uneven) {
      throw new IllegalArgumentException(
          units + " is not the sum of the parts, rounded down or up; off by " + rest);
    }
    IntStream.range(0, parts.size())
        .boxed()
        .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
        .limit(rest)
        .forEach(i -> shares.set(i, shares.get(i).add(BigInteger.ONE)));
    return shares;
  }
}
