package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's limits and guarantees in every scope. Their entity tag is the tenant's. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/quota")
class QuotaController {
  private final Permissions permissions;
  private final FromAbove fromAbove;
  private final Tenants tenants;
  private final Quotas quotas;
  private final QuotaLimits limits;
  private final TenantVersions versions;
  private final Changes changes;
  private final Events events;

  QuotaController(
      Permissions permissions,
      FromAbove fromAbove,
      Tenants tenants,
      Quotas quotas,
      QuotaLimits limits,
      TenantVersions versions,
      Changes changes,
      Events events) {
    this.permissions = permissions;
    this.fromAbove = fromAbove;
    this.tenants = tenants;
    this.quotas = quotas;
    this.limits = limits;
    this.versions = versions;
    this.changes = changes;
    this.events = events;
  }

  @GetMapping
  ResponseEntity<QuotaAnswer> quota(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    return changes.inOne(() -> answer(tenants.get(id)));
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping
  ResponseEntity<QuotaAnswer> setQuota(
      @PathVariable String tenant,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody QuotaRequest asked) {
    UUID id = fromAbove.require(tenant);
    QuotaSettings settings = asked.settings();
    return changes.inOne(
        () -> {
          @Nullable Sha256 before = changes.before(id, "tenant.quota", id);
          versions.raise(tenants.get(id), ifMatch);
          limits.set(id, settings);
          Tenant changed = tenants.get(id);
          changes.audit(
              id,
              "tenant.quota",
              changed.path(),
              id,
              Map.of("limits", settings.limits().stream().map(QuotaAnswer.Setting::of).toList()),
              before);
          events.publish(id, "tenant", changed.path(), Map.of("tenant", changed.path()));
          return answer(changed);
        });
  }

  private ResponseEntity<QuotaAnswer> answer(Tenant tenant) {
    QuotaAnswer quota =
        new QuotaAnswer(
            tenant.path(),
            quotas.lines(tenant.id()).stream().map(QuotaView::of).toList(),
            limits.of(tenant.id()).limits().stream().map(QuotaAnswer.Setting::of).toList(),
            quotas.standing(tenant.id()).stream().map(QuotaAnswer.Standing::of).toList(),
            EntityTag.of(tenant.version()));
    return ResponseEntity.ok().header(HttpHeaders.ETAG, quota.etag()).body(quota);
  }
}
