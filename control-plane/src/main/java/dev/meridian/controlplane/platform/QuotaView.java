package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Resource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A quota line in the API's units: cores, bytes, bytes, pods.
 *
 * @param limit null: none
 */
@Schema(name = "QuotaLine")
public record QuotaView(
    @Schema(allowableValues = {"cpus", "memory", "disk", "pods"}) String resource,
    @Nullable BigDecimal limit,
    BigDecimal used,
    @Nullable String limitedBy) {

  public static QuotaView of(QuotaLine line) {
    int scale = line.resource() == Resource.CPUS ? 3 : 0;
    Long limit = line.limit();
    return new QuotaView(
        line.resource().key(),
        limit == null ? null : amount(limit, scale),
        amount(line.used(), scale),
        line.limitedBy());
  }

  private static BigDecimal amount(long value, int scale) {
    BigDecimal amount = BigDecimal.valueOf(value, scale).stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0) : amount;
  }
}
