package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Resource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quota line in the API's units: cores, graphics processors, bytes, or pieces.
 *
 * @param limit null: none
 * @param guarantee the tenant's own; 0: none
 */
@Schema(name = "QuotaLine")
public record QuotaView(
    @Schema(
            allowableValues = {
              "cpus",
              "memory",
              "disk",
              "pods",
              "gpus",
              "instances",
              "volumes",
              "secrets"
            })
        String resource,
    @Nullable BigDecimal limit,
    BigDecimal used,
    @Nullable String limitedBy,
    BigDecimal guarantee) {
  // Sums of two of them still fit a long.
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

  public static QuotaView of(QuotaLine line) {
    Resource resource = line.resource();
    Long limit = line.limit();
    return new QuotaView(
        resource.key(),
        limit == null ? null : amount(resource, limit),
        amount(resource, line.used()),
        line.limitedBy(),
        amount(resource, line.guarantee()));
  }

  /** An amount in the units of the API. */
  public static BigDecimal amount(Resource resource, long value) {
    BigDecimal amount = BigDecimal.valueOf(value, resource.scale()).stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0) : amount;
  }

  /**
   * An amount of the API in the units of quotas; what is finer than those is cut.
   *
   * @param pointer where it is in the request body
   * @throws ProblemException when it is negative or too large
   */
  public static long units(Resource resource, BigDecimal amount, String pointer) {
    BigDecimal units = amount.movePointRight(resource.scale()).setScale(0, RoundingMode.DOWN);
    if (amount.signum() < 0 || units.compareTo(MOST) > 0) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The amount of %s is out of range; give zero or more.".formatted(resource.key()),
          List.of(new FieldError(pointer, "zero or more")));
    }
    return units.longValueExact();
  }
}
