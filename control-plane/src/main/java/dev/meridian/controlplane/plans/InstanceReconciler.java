package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.Watches;
import dev.meridian.controlplane.platform.WorkHandler;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The only writer of an instance's plans, steps, pods and volumes. One look loads the world, calls
 * the core and commits its outcome with all effects in one transaction, guarded by the version of
 * the instance's row.
 */
@Component
class InstanceReconciler implements WorkHandler {
  static final String KIND = "instance";
  private static final Logger log = LoggerFactory.getLogger(InstanceReconciler.class);

  private final Scopes scopes;
  private final Tenants tenants;
  private final WorldStore store;
  private final Effects effects;
  private final WorkQueue queue;
  private final Events events;
  private final Watches watches;
  private final InstantSource clock;

  InstanceReconciler(
      Scopes scopes,
      Tenants tenants,
      WorldStore store,
      Effects effects,
      WorkQueue queue,
      Events events,
      Watches watches,
      InstantSource clock) {
    this.scopes = scopes;
    this.tenants = tenants;
    this.store = store;
    this.effects = effects;
    this.queue = queue;
    this.events = events;
    this.watches = watches;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void work(UUID tenant, UUID instance) {
    TenantRef ref = tenants.find(tenant);
    scopes.inTenant(tenant, () -> look(ref, instance));
  }

  private void look(TenantRef tenant, UUID id) {
    WorldStore.Loaded loaded = store.load(tenant, id).orElse(null);
    if (loaded == null) {
      return;
    }
    // The database keeps microseconds; what was not changed must compare equal after a reload.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Outcome outcome = Reconciliation.decide(loaded.world(), now);
    if (!outcome.changes(loaded.world())) {
      return;
    }
    store.store(loaded, outcome, now);
    effects.carryOut(tenant, loaded, outcome, now);
    watches.newsAfterCommit(id);
    World.Instance before = loaded.world().instance();
    if (before.state() != outcome.instance().state()) {
      log.info(
          "Instance {} of {}: {} -> {}: {}",
          before.name(),
          tenant.path(),
          before.state(),
          outcome.instance().state(),
          outcome.instance().reason());
    }
    if (outcome.lookAgainAt() != null) {
      queue.enqueueAt(Lane.SWEEP, KIND, tenant.id(), id, outcome.lookAgainAt());
    }
    events.publish(
        tenant.id(),
        "instance",
        before.name(),
        Map.of("instance", before.name(), "tenant", tenant.path()));
  }
}
