package dev.meridian.controlplane.maintenance;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads and replaces the windows of tenants and instances. Asks nobody for permission. */
@Component
class Maintenance {
  private final Scopes scopes;
  private final Tenants tenants;
  private final MaintenanceRows rows;
  private final MaintenanceRules rules;
  private final HeldUpdates held;
  private final Audit audit;
  private final Events events;
  private final InstantSource clock;

  Maintenance(
      Scopes scopes,
      Tenants tenants,
      MaintenanceRows rows,
      MaintenanceRules rules,
      HeldUpdates held,
      Audit audit,
      Events events,
      InstantSource clock) {
    this.scopes = scopes;
    this.tenants = tenants;
    this.rows = rows;
    this.rules = rules;
    this.held = held;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  MaintenanceView ofTenant(UUID tenant) {
    TenantRef ref = tenants.find(tenant);
    return inOne(() -> view(ref, null));
  }

  MaintenanceView ofInstance(UUID tenant, UUID instance) {
    TenantRef ref = tenants.find(tenant);
    return inOne(() -> view(ref, instance));
  }

  /** Replaces all windows of a tenant; updates below it that wait are looked at again. */
  MaintenanceView setTenant(UUID tenant, List<WindowView> windows, @Nullable String ifMatch) {
    TenantRef ref = tenants.find(tenant);
    return inOne(
        () -> {
          AuditNote note = AuditNote.of("tenant.maintenance", ref.path(), tenant, detail(windows));
          replace(ref, null, windows, ifMatch, note);
          events.publish(tenant, "tenant", ref.path(), Map.of("tenant", ref.path()));
          return view(ref, null);
        });
  }

  /** Replaces all windows of an instance; its update is looked at again when it waits. */
  MaintenanceView setInstance(
      UUID tenant, UUID instance, String name, List<WindowView> windows, @Nullable String ifMatch) {
    TenantRef ref = tenants.find(tenant);
    return inOne(
        () -> {
          AuditNote note = AuditNote.of("instance.maintenance", name, instance, detail(windows));
          replace(ref, instance, windows, ifMatch, note);
          events.publish(tenant, "instance", name, Map.of("instance", name, "tenant", ref.path()));
          return view(ref, instance);
        });
  }

  private void replace(
      TenantRef tenant,
      @Nullable UUID instance,
      List<WindowView> windows,
      @Nullable String ifMatch,
      AuditNote note) {
    rows.lock(tenant.id());
    tenants.requireStaying(tenant.id());
    MaintenanceRows.Stored present = rows.of(tenant.id(), instance);
    EntityTag.require(
        ifMatch,
        EntityTag.of(present.version()),
        "the maintenance windows of \"" + note.subject() + "\"");
    rows.replace(tenant.id(), instance, windows);
    audit.done(tenant.id(), note.changing(present.windows(), windows));
    held.windowsChanged(tenant.id());
  }

  private static Map<String, ?> detail(List<WindowView> windows) {
    return Map.of("windows", windows);
  }

  private MaintenanceView view(TenantRef tenant, @Nullable UUID instance) {
    MaintenanceRows.Stored own = rows.of(tenant.id(), instance);
    MaintenanceRule rule = rules.of(tenant, instance);
    Instant now = clock.instant();
    return new MaintenanceView(
        own.windows(),
        rule.windows().stream().map(WindowView::of).toList(),
        rule.of().isEmpty() ? null : rule.of(),
        rule.openAt(now),
        rule.opensAfter(now).map(ZonedDateTime::toInstant).orElse(null),
        rule.closesAfter(now).orElse(null),
        EntityTag.of(own.version()));
  }

  private <T> T inOne(Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
