package dev.meridian.tenancy;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What changes when a tenant moves below another one; its names inside, its label and all that runs
 * stay.
 *
 * @param from its path before
 * @param to its path after
 * @param tenants how many move, with all below it
 * @param quotas the limits above it that count its use no more, or from then on
 * @param access who gains or loses rights on it because of bindings above it; at most 200
 */
public record MovePlan(
    String from, String to, int tenants, List<QuotaChange> quotas, List<AccessChange> access) {

  /** Without what somebody may not see of the tenants above. */
  public MovePlan seen(Predicate<UUID> quotasOf, Predicate<UUID> membersOf) {
    return new MovePlan(
        from,
        to,
        tenants,
        quotas.stream().filter(one -> quotasOf.test(one.tenant())).toList(),
        access.stream().filter(one -> membersOf.test(one.tenant())).toList());
  }

  /**
   * @param limit null for a mere guarantee
   * @param used what the counter says after the move
   * @param moved what of it moves, taken away when negative
   */
  public record QuotaChange(
      UUID tenant,
      String tenantPath,
      QuotaScope scope,
      Resource resource,
      @Nullable Long limit,
      long used,
      long moved) {}

  /** Somebody whose role above the tenant begins or ends to count for it. */
  public record AccessChange(
      UUID tenant, String tenantPath, String username, String role, boolean gained) {}
}
