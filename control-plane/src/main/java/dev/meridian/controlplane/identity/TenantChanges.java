package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.tenancy.MovePlan;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.TenantTree;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Renames, moves, suspends and resumes tenants, with the audit row of each. Who may is asked {@link
 * FromAbove}.
 */
@Component
class TenantChanges {
  private static final int ATTEMPTS = 10;

  private final Tenants tenants;
  private final TenantTree tree;
  private final FromAbove fromAbove;
  private final Changes changes;
  private final TenantVersions versions;
  private final RightsNews news;
  private final Events events;
  private final PlacementRequests placement;

  TenantChanges(
      Tenants tenants,
      TenantTree tree,
      FromAbove fromAbove,
      Changes changes,
      TenantVersions versions,
      RightsNews news,
      Events events,
      PlacementRequests placement) {
    this.tenants = tenants;
    this.tree = tree;
    this.fromAbove = fromAbove;
    this.changes = changes;
    this.versions = versions;
    this.news = news;
    this.events = events;
    this.placement = placement;
  }

  <T> T rename(
      UUID tenant,
      @Nullable String name,
      @Nullable String displayName,
      @Nullable String ifMatch,
      Function<Tenant, T> shown) {
    return changes.inOne(
        () -> {
          @Nullable Sha256 was = changes.before(tenant, "tenant.rename", tenant);
          Tenant before = tenants.get(tenant);
          versions.raise(before, ifMatch);
          Tenant after = tree.rename(tenant, name, displayName);
          audit("tenant.rename", after, Map.of("from", before.path(), "to", after.path()), was);
          news.treeChanges();
          return shown.apply(after);
        });
  }

  <T> T suspend(UUID tenant, String reason, Function<Tenant, T> shown) {
    return changes.inOne(
        () -> {
          @Nullable Sha256 was = changes.before(tenant, "tenant.suspend", tenant);
          Tenant after = tree.suspend(tenant, reason);
          audit("tenant.suspend", after, Map.of("reason", reason), was);
          news.rightsChange();
          return shown.apply(after);
        });
  }

  <T> T resume(UUID tenant, Function<Tenant, T> shown) {
    return changes.inOne(
        () -> {
          @Nullable Sha256 was = changes.before(tenant, "tenant.resume", tenant);
          Tenant after = tree.resume(tenant);
          audit("tenant.resume", after, Map.of(), was);
          news.rightsChange();
          return shown.apply(after);
        });
  }

  /**
   * Moves a tenant below another one.
   *
   * @param dryRun finds out what that changes, and takes it back
   */
  MovePlan move(UUID tenant, UUID parent, String ifMatch, boolean dryRun) {
    for (int attempt = 1; ; attempt++) {
      try {
        MovePlan plan = changes.inOne(() -> moved(tenant, parent, ifMatch, dryRun));
        // What it waits for may be demanded by a tenant that is not above it any more. Apart: who
        // decides holds the ask, and may wait for the quota that the move holds.
        changes.inOne(
            () -> {
              placement.lookAgain(tenant);
              return plan;
            });
        return plan;
      } catch (Preview preview) {
        return preview.plan;
      } catch (PessimisticLockingFailureException busy) {
        // Somebody holds a row and may wait for the quota that the move holds: let them finish.
        if (attempt == ATTEMPTS) {
          throw busy;
        }
      }
    }
  }

  private MovePlan moved(UUID tenant, UUID parent, String ifMatch, boolean dryRun) {
    tree.lock(tenant);
    // Somebody may have moved it meanwhile to where the caller has no say.
    fromAbove.require(tenant);
    @Nullable Sha256 was = changes.before(tenant, "tenant.move", tenant);
    versions.raise(tenants.get(tenant), ifMatch);
    Optional<UUID> left = tree.parent(tenant);
    MovePlan plan = tree.move(tenant, parent);
    if (dryRun) {
      throw new Preview(plan);
    }
    audit("tenant.move", tenants.get(tenant), Map.of("from", plan.from(), "to", plan.to()), was);
    // Whoever watches from above where it was sees no event of the tenant itself any more.
    left.ifPresent(above -> tell(above, plan.from()));
    news.treeChanges();
    return plan;
  }

  /** Rolls a move back after it has told what it changes. */
  private static final class Preview extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MovePlan plan;

    private Preview(MovePlan plan) {
      super("a preview", null, false, false);
      this.plan = plan;
    }
  }

  private void audit(String action, Tenant tenant, Map<String, ?> detail, @Nullable Sha256 was) {
    changes.audit(tenant.id(), action, tenant.path(), tenant.id(), detail, was);
    tell(tenant.id(), tenant.path());
  }

  private void tell(UUID watched, String path) {
    events.publish(watched, "tenant", path, Map.of("tenant", path));
  }
}
