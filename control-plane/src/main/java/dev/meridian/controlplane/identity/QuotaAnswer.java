package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.QuotaLimit;
import dev.meridian.tenancy.QuotaStanding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's quota: how far it may go, what it has of its own, and what is on its way up.
 *
 * @param lines one for each resource
 * @param limits the tenant's own limits and guarantees
 * @param standing every limit and guarantee that the tenant's claims pass, its own first
 * @param etag for If-Match, where limits and guarantees are replaced
 */
@Schema(name = "TenantQuota")
record QuotaAnswer(
    String tenant,
    List<QuotaView> lines,
    List<Setting> limits,
    List<Standing> standing,
    String etag) {

  /**
   * A limit, a guarantee, or both, in the API's units.
   *
   * @param scope {@code all}, {@code region:NAME} or {@code package:NAME}
   * @param limit null: none
   * @param guarantee null: none
   */
  @Schema(name = "QuotaSetting")
  record Setting(
      String scope, String resource, @Nullable BigDecimal limit, @Nullable BigDecimal guarantee) {

    static Setting of(QuotaLimit one) {
      Long limit = one.limit();
      return new Setting(
          one.scope().text(),
          one.resource().key(),
          limit == null ? null : QuotaView.amount(one.resource(), limit),
          one.guarantee() == 0 ? null : QuotaView.amount(one.resource(), one.guarantee()));
    }
  }

  /**
   * What counts under a limit or a guarantee.
   *
   * @param tenant path of the tenant that has it
   * @param used by that tenant and all below it
   * @param reserved what tenants below it have guaranteed and do not use yet
   */
  @Schema(name = "QuotaStanding")
  record Standing(
      String tenant,
      String scope,
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
      BigDecimal guarantee,
      BigDecimal used,
      BigDecimal reserved) {

    static Standing of(QuotaStanding one) {
      Long limit = one.limit();
      return new Standing(
          one.tenant(),
          one.scope().text(),
          one.resource().key(),
          limit == null ? null : QuotaView.amount(one.resource(), limit),
          QuotaView.amount(one.resource(), one.guarantee()),
          QuotaView.amount(one.resource(), one.used()),
          QuotaView.amount(one.resource(), one.reserved()));
    }
  }
}
