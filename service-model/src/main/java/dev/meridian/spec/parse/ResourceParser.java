package dev.meridian.spec.parse;

import dev.meridian.spec.PortSpec;
import dev.meridian.spec.ResourceLimits;
import dev.meridian.spec.ResourceLimits.Limit;
import dev.meridian.spec.ResourceSpec;
import dev.meridian.spec.yaml.Keys;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Reads what a task or a resource set reserves. */
final class ResourceParser {
  private static final int MAX_MEMORY_MB = 64 << 20;
  private static final BigDecimal MAX_CPUS = BigDecimal.valueOf(100_000);

  private ResourceParser() {}

  /** True when the mapping has a key that only resources have. */
  static boolean isGiven(Keys keys) {
    // Each key must be looked at, so that all of them are known to the mapping.
    boolean given = false;
    for (String key :
        new String[] {"cpus", "gpus", "memory", "ports", "volume", "volumes", "resource-limits"}) {
      given |= keys.has(key);
    }
    return given;
  }

  static ResourceSpec resources(Keys keys) {
    BigDecimal cpus = amount(keys, "cpus");
    BigDecimal gpus = amount(keys, "gpus");
    Optional<Integer> memory = keys.integer("memory", 1, MAX_MEMORY_MB);
    if (keys.value("volume").isPresent() && keys.value("volumes").isPresent()) {
      keys.error("volumes", "cannot be given together with volume");
    }
    Map<String, PortSpec> ports = PortParser.ports(keys);
    return new ResourceSpec(
        cpus,
        gpus,
        memory.orElse(0),
        ports,
        VolumeParser.volumes(keys),
        limits(keys, cpus, memory.orElse(0)));
  }

  private static BigDecimal amount(Keys keys, String key) {
    Optional<BigDecimal> amount = keys.decimal(key);
    if (amount.isPresent()
        && (amount.get().signum() <= 0 || amount.get().compareTo(MAX_CPUS) > 0)) {
      keys.error(key, "must be above 0 and at most " + MAX_CPUS);
      return BigDecimal.ZERO;
    }
    return amount.orElse(BigDecimal.ZERO);
  }

  private static ResourceLimits limits(Keys keys, BigDecimal cpus, int memoryMb) {
    Optional<Keys> limits = keys.map("resource-limits");
    if (limits.isEmpty()) {
      return ResourceLimits.NONE;
    }
    ResourceLimits read =
        new ResourceLimits(
            limit(limits.get(), "cpus", cpus),
            limit(limits.get(), "memory", BigDecimal.valueOf(memoryMb)));
    limits.get().finish();
    return read;
  }

  private static Optional<Limit> limit(Keys limits, String key, BigDecimal requested) {
    if (limits.text(key).filter("unlimited"::equalsIgnoreCase).isPresent()) {
      return Optional.of(Limit.UNLIMITED);
    }
    return limits
        .decimal(key)
        .map(
            amount -> {
              if (amount.compareTo(requested) < 0) {
                limits.error(
                    key, "must be at least what is requested, " + requested.toPlainString());
              }
              return new Limit(Optional.of(amount));
            });
  }
}
