package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.QuotaLimit;
import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.QuotaScope;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Resource;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tenants and their limits. */
@RestController
@RequestMapping("/api/v1/tenants")
class TenantController {
  /**
   * @param parent path or id; null for the top
   */
  record NewTenant(
      @Nullable String parent,
      @NotNull(message = "is missing: give the tenant a name") String name,
      @Nullable String displayName,
      @Nullable String label,
      @Nullable Limits limits) {}

  /**
   * @param parentPath null for a tenant at the top
   * @param stateReason why it is suspended or deleted; empty when it is active
   * @param limits its own, without those of tenants above
   * @param etag for If-Match, where its limits are replaced
   */
  @Schema(name = "Tenant")
  record Shown(
      UUID id,
      String path,
      String label,
      String name,
      String displayName,
      @Nullable String parentPath,
      @Schema(allowableValues = {"ACTIVE", "SUSPENDED", "DELETING", "DELETED"}) String state,
      String stateReason,
      Instant createdAt,
      Limits limits,
      List<QuotaView> quota,
      String etag) {}

  private static final QuotaSettings NO_LIMITS = new QuotaSettings(List.of());

  private final Tenants tenants;
  private final Permissions permissions;
  private final FromAbove fromAbove;
  private final VisibleTenants visible;
  private final Quotas quotas;
  private final QuotaLimits limits;
  private final Changes changes;
  private final TenantVersions versions;
  private final Idempotency idempotency;

  TenantController(
      Tenants tenants,
      Permissions permissions,
      FromAbove fromAbove,
      VisibleTenants visible,
      Quotas quotas,
      QuotaLimits limits,
      Changes changes,
      TenantVersions versions,
      Idempotency idempotency) {
    this.tenants = tenants;
    this.permissions = permissions;
    this.fromAbove = fromAbove;
    this.visible = visible;
    this.quotas = quotas;
    this.limits = limits;
    this.changes = changes;
    this.versions = versions;
    this.idempotency = idempotency;
  }

  @Problems(also = ProblemType.NOT_FOUND)
  @GetMapping
  Page<Shown> list(
      @RequestParam(required = false) @Nullable String parent,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    UUID below = parent == null ? null : permissions.requireTenant(parent, "tenant:read");
    List<Tenant> rows = visible.page(below, after == null ? null : after.getFirst(), size + 1);
    Page<Tenant> page = Page.of(rows, size, tenant -> List.of(tenant.path()));
    return changes.inOne(() -> new Page<>(shown(page.items()), page.nextCursor()));
  }

  @GetMapping("/{tenant}")
  ResponseEntity<Shown> get(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    return changes.inOne(() -> tagged(shown(tenants.get(id))));
  }

  @Problems(also = {ProblemType.NOT_FOUND, ProblemType.NAME_TAKEN})
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Shown create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewTenant asked) {
    UUID parent = parent(asked.parent());
    return changes.inOne(
        () ->
            idempotency.once(
                new Idempotency.Create(parent, "tenant.create", key, asked),
                Shown.class,
                () -> made(parent, asked)));
  }

  private UUID parent(@Nullable String asked) {
    if (asked != null) {
      return permissions.requireSubtree(asked, "tenant:write");
    }
    permissions.requirePlatform("tenant:write");
    return tenants.root().id();
  }

  private Shown made(UUID parent, NewTenant asked) {
    Tenant made = tenants.create(parent, asked.name(), asked.displayName(), asked.label());
    if (asked.limits() != null) {
      limits.setOverall(made.id(), asked.limits().amounts("/limits"));
    }
    changes.audit(
        made.id(), "tenant.create", made.path(), made.id(), Map.of("label", made.label()));
    return shown(made);
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/{tenant}/limits")
  ResponseEntity<Shown> limit(
      @PathVariable String tenant,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Limits asked) {
    UUID id = fromAbove.require(tenant);
    Map<Resource, Long> amounts = asked.amounts("");
    return changes.inOne(
        () -> {
          @Nullable Sha256 before = changes.before(id, "tenant.limit", id);
          versions.raise(tenants.get(id), ifMatch);
          limits.setOverall(id, amounts);
          Tenant changed = tenants.get(id);
          changes.audit(id, "tenant.limit", changed.path(), id, Map.of("limits", amounts), before);
          return tagged(shown(changed));
        });
  }

  static ResponseEntity<Shown> tagged(Shown tenant) {
    return ResponseEntity.ok().header(HttpHeaders.ETAG, tenant.etag()).body(tenant);
  }

  /** As the API shows it; inside of a change. */
  Shown shown(Tenant tenant) {
    return shown(List.of(tenant)).getFirst();
  }

  /** However many they are, their quotas are read at once. */
  private List<Shown> shown(List<Tenant> some) {
    List<UUID> ids = some.stream().map(Tenant::id).toList();
    Map<UUID, QuotaSettings> settings = limits.of(ids);
    Map<UUID, List<QuotaLine>> lines = quotas.lines(ids);
    return some.stream()
        .map(
            one ->
                shown(
                    one,
                    settings.getOrDefault(one.id(), NO_LIMITS),
                    lines.getOrDefault(one.id(), List.of())))
        .toList();
  }

  private static Shown shown(Tenant tenant, QuotaSettings settings, List<QuotaLine> lines) {
    return new Shown(
        tenant.id(),
        tenant.path(),
        tenant.label(),
        tenant.name(),
        tenant.displayName(),
        TenantRef.ROOT_PATH.equals(tenant.parentPath()) ? null : tenant.parentPath(),
        tenant.state().name(),
        tenant.stateReason(),
        tenant.createdAt(),
        Limits.of(overall(settings)),
        lines.stream().map(QuotaView::of).toList(),
        EntityTag.of(tenant.version()));
  }

  private static Map<Resource, Long> overall(QuotaSettings settings) {
    Map<Resource, Long> overall = new EnumMap<>(Resource.class);
    for (QuotaLimit one : settings.limits()) {
      Long limit = one.limit();
      if (one.scope().equals(QuotaScope.ALL) && limit != null) {
        overall.put(one.resource(), limit);
      }
    }
    return overall;
  }
}
