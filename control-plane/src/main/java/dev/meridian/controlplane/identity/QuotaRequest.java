package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.QuotaLimit;
import dev.meridian.tenancy.QuotaScope;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.Resource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits and guarantees of a tenant, all of them: what is not named goes.
 *
 * @param limits each with a resource, a scope ({@code all} when missing) and an amount or two
 */
@Schema(name = "QuotaRequest")
record QuotaRequest(@Nullable List<@Nullable Asked> limits) {

  /** As sent; everything may be missing. */
  @Schema(name = "QuotaLimitRequest")
  record Asked(
      @Nullable String scope,
      @Nullable String resource,
      @Nullable BigDecimal limit,
      @Nullable BigDecimal guarantee) {}

  /**
   * In the units of quotas.
   *
   * @throws ProblemException when one cannot be
   */
  QuotaSettings settings() {
    List<@Nullable Asked> asked = limits;
    if (asked == null) {
      throw invalid("/limits", "The limits are missing; send a list, empty for none.");
    }
    List<QuotaLimit> settings = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      String at = "/limits/" + i;
      Asked one = asked.get(i);
      if (one == null || one.resource() == null) {
        throw invalid(at + "/resource", "A limit names no resource; say what it is about.");
      }
      Resource resource = resource(one.resource(), at);
      BigDecimal limit = one.limit();
      BigDecimal guarantee = one.guarantee();
      if (limit == null && guarantee == null) {
        throw invalid(
            at + "/limit", "It has neither limit nor guarantee; give one or leave it out.");
      }
      settings.add(
          new QuotaLimit(
              one.scope() == null ? QuotaScope.ALL : QuotaScope.parse(one.scope()),
              resource,
              limit == null ? null : QuotaView.units(resource, limit, at + "/limit"),
              guarantee == null ? 0 : QuotaView.units(resource, guarantee, at + "/guarantee")));
    }
    return new QuotaSettings(settings);
  }

  private static Resource resource(String key, String at) {
    for (Resource resource : Resource.values()) {
      if (resource.key().equals(key)) {
        return resource;
      }
    }
    throw invalid(
        at + "/resource",
        "'%s' has no limit. Give one of cpus, memory, disk, pods, gpus, instances, volumes, secrets."
            .formatted(key));
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }
}
