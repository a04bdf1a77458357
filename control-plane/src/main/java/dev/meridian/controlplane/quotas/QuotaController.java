package dev.meridian.controlplane.quotas;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's limits and guarantees in every scope. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/quota")
class QuotaController {
  private final Permissions permissions;
  private final Scopes scopes;
  private final Tenants tenants;
  private final Quotas quotas;
  private final QuotaLimits limits;
  private final Audit audit;
  private final Events events;

  QuotaController(
      Permissions permissions,
      Scopes scopes,
      Tenants tenants,
      Quotas quotas,
      QuotaLimits limits,
      Audit audit,
      Events events) {
    this.permissions = permissions;
    this.scopes = scopes;
    this.tenants = tenants;
    this.quotas = quotas;
    this.limits = limits;
    this.audit = audit;
    this.events = events;
  }

  @GetMapping
  ResponseEntity<QuotaAnswer> quota(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    return scopes.inSubtree(id, () -> answer(id));
  }

  @PutMapping
  ResponseEntity<QuotaAnswer> setQuota(
      @PathVariable String tenant,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody QuotaRequest asked) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    permissions.requirePlatform("tenant:write");
    QuotaSettings settings = asked.settings();
    String expected = ifMatch == null || ifMatch.equals("*") ? null : ifMatch.replace("\"", "");
    return scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          if (!limits.set(id, settings, expected)) {
            throw new ProblemException(
                ProblemType.VERSION_CONFLICT,
                "The limits were changed by somebody else meanwhile. Read them again and repeat the change.");
          }
          String path = tenants.get(id).path();
          audit.done(
              id,
              "tenant.quota",
              path,
              id,
              Map.of("limits", settings.limits().stream().map(QuotaAnswer.Setting::of).toList()));
          events.publish(id, "tenant", path, Map.of("tenant", path));
          return answer(id);
        });
  }

  private ResponseEntity<QuotaAnswer> answer(UUID id) {
    QuotaSettings own = limits.of(id);
    return ResponseEntity.ok()
        .eTag(own.tag())
        .body(
            new QuotaAnswer(
                tenants.find(id).path(),
                quotas.lines(id).stream().map(QuotaView::of).toList(),
                own.limits().stream().map(QuotaAnswer.Setting::of).toList(),
                quotas.standing(id).stream().map(QuotaAnswer.Standing::of).toList()));
  }
}
