package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Resource;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits as the API writes them. What is not named is not limited.
 *
 * @param cpus cores, in steps of a thousandth
 * @param memory bytes
 * @param disk bytes
 * @param pods pods
 * @param gpus graphics processors, in steps of a thousandth
 * @param instances service instances
 * @param volumes volumes, kept ones too
 * @param secrets secrets
 */
record Limits(
    @Nullable BigDecimal cpus,
    @Nullable Long memory,
    @Nullable Long disk,
    @Nullable Long pods,
    @Nullable BigDecimal gpus,
    @Nullable Long instances,
    @Nullable Long volumes,
    @Nullable Long secrets) {

  /** As the API writes them. */
  static Limits of(Map<Resource, Long> amounts) {
    return new Limits(
        decimal(amounts, Resource.CPUS),
        amounts.get(Resource.MEMORY),
        amounts.get(Resource.DISK),
        amounts.get(Resource.PODS),
        decimal(amounts, Resource.GPUS),
        amounts.get(Resource.INSTANCES),
        amounts.get(Resource.VOLUMES),
        amounts.get(Resource.SECRETS));
  }

  private static @Nullable BigDecimal decimal(Map<Resource, Long> amounts, Resource resource) {
    Long thousandths = amounts.get(resource);
    return thousandths == null ? null : QuotaView.amount(resource, thousandths);
  }

  /**
   * In the units of quotas.
   *
   * @param pointer where the limits are in the request body
   * @throws ProblemException for a negative or too large amount
   */
  Map<Resource, Long> amounts(String pointer) {
    Map<Resource, Long> amounts = new EnumMap<>(Resource.class);
    put(amounts, Resource.CPUS, cpus, pointer);
    put(amounts, Resource.MEMORY, memory, pointer);
    put(amounts, Resource.DISK, disk, pointer);
    put(amounts, Resource.PODS, pods, pointer);
    put(amounts, Resource.GPUS, gpus, pointer);
    put(amounts, Resource.INSTANCES, instances, pointer);
    put(amounts, Resource.VOLUMES, volumes, pointer);
    put(amounts, Resource.SECRETS, secrets, pointer);
    return amounts;
  }

  private static void put(
      Map<Resource, Long> amounts, Resource resource, @Nullable Long amount, String pointer) {
    put(amounts, resource, amount == null ? null : BigDecimal.valueOf(amount), pointer);
  }

  private static void put(
      Map<Resource, Long> amounts, Resource resource, @Nullable BigDecimal amount, String pointer) {
    if (amount != null) {
      amounts.put(resource, QuotaView.units(resource, amount, pointer + "/" + resource.key()));
    }
  }
}
