package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;

/**
 * Amounts as the API shows them.
 *
 * @param cpus cores
 */
@Schema(name = "Amounts")
public record AmountsView(BigDecimal cpus, long memoryBytes, long diskBytes) {

  static AmountsView of(long cpuMillis, long memoryBytes, long diskBytes) {
    BigDecimal cpus = BigDecimal.valueOf(cpuMillis, 3).stripTrailingZeros();
    return new AmountsView(cpus.scale() < 0 ? cpus.setScale(0) : cpus, memoryBytes, diskBytes);
  }
}
