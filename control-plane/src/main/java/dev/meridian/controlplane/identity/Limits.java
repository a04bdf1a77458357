package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Resource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits as the API writes them. What is not named is not limited.
 *
 * @param cpus cores, in steps of a thousandth
 * @param memory bytes
 * @param disk bytes
 * @param pods pods
 */
record Limits(
    @Nullable BigDecimal cpus, @Nullable Long memory, @Nullable Long disk, @Nullable Long pods) {

  /** As the API writes them. */
  static Limits of(Map<Resource, Long> amounts) {
    Long cpuMillis = amounts.get(Resource.CPUS);
    return new Limits(
        cpuMillis == null ? null : cores(cpuMillis),
        amounts.get(Resource.MEMORY),
        amounts.get(Resource.DISK),
        amounts.get(Resource.PODS));
  }

  private static BigDecimal cores(long millis) {
    BigDecimal cores = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
    return cores.scale() < 0 ? cores.setScale(0) : cores;
  }

  /**
   * In the units of quotas.
   *
   * @param pointer where the limits are in the request body
   * @throws ProblemException for a negative or too large amount
   */
  Map<Resource, Long> amounts(String pointer) {
    Map<Resource, Long> amounts = new EnumMap<>(Resource.class);
    if (cpus != null) {
      check(
          cpus.signum() >= 0 && cpus.compareTo(BigDecimal.valueOf(1_000_000_000L)) <= 0,
          pointer,
          "cpus");
      amounts.put(
          Resource.CPUS, cpus.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
    }
    put(amounts, Resource.MEMORY, memory, pointer);
    put(amounts, Resource.DISK, disk, pointer);
    put(amounts, Resource.PODS, pods, pointer);
    return amounts;
  }

  private static void put(
      Map<Resource, Long> amounts, Resource resource, @Nullable Long amount, String pointer) {
    if (amount != null) {
      check(amount >= 0, pointer, resource.key());
      amounts.put(resource, amount);
    }
  }

  private static void check(boolean good, String pointer, String name) {
    if (!good) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The limit of %s is out of range; give zero or more.".formatted(name),
          List.of(new FieldError(pointer + "/" + name, "zero or more")));
    }
  }
}
