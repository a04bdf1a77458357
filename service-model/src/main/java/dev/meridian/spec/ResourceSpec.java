package dev.meridian.spec;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a task or a resource set reserves.
 *
 * @param ports by port name
 * @param volumes by volume name
 * @param limits what may be used above the reservation; empty members mean no more than reserved
 */
public record ResourceSpec(
    BigDecimal cpus,
    BigDecimal gpus,
    int memoryMb,
    Map<String, PortSpec> ports,
    Map<String, VolumeSpec> volumes,
    ResourceLimits limits) {
  public static final ResourceSpec NONE =
      new ResourceSpec(
          BigDecimal.ZERO, BigDecimal.ZERO, 0, Map.of(), Map.of(), ResourceLimits.NONE);

  public ResourceSpec {
    cpus = Decimals.normal(cpus);
    gpus = Decimals.normal(gpus);
    ports = Ordered.copyOf(ports);
    volumes = Ordered.copyOf(volumes);
  }
}
