package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.identity.RightsNews;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.TenantTree;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Begins deletions and takes them back, each in one transaction with its audit row. Asks nobody for
 * permission.
 */
@Component
class TenantDeletions {
  private static final int ATTEMPTS = 10;

  private final Scopes scopes;
  private final Tenants tenants;
  private final TenantTree tree;
  private final DeletionRows rows;
  private final Protections protections;
  private final Audit audit;
  private final WorkQueue queue;
  private final Events events;
  private final RightsNews news;
  private final InstantSource clock;

  TenantDeletions(
      Scopes scopes,
      Tenants tenants,
      TenantTree tree,
      DeletionRows rows,
      Protections protections,
      Audit audit,
      WorkQueue queue,
      Events events,
      RightsNews news,
      InstantSource clock) {
    this.scopes = scopes;
    this.tenants = tenants;
    this.tree = tree;
    this.rows = rows;
    this.protections = protections;
    this.audit = audit;
    this.queue = queue;
    this.events = events;
    this.news = news;
    this.clock = clock;
  }

  /**
   * Begins the deletion of a tenant and of all below it: from now on nothing is changed there.
   * Asked again while the grace lasts, it brings its end forward and never puts it off.
   *
   * @param reason for people; may be empty
   * @throws TenancyException.Conflict for the root, for what is protected, and where a tenant below
   *     is being deleted already
   * @throws TenancyException.Deleting where it goes along with a tenant above, or is gone
   */
  Deletion begin(UUID tenant, Duration grace, String reason, Caller caller) {
    for (int attempt = 1; ; attempt++) {
      try {
        return inOne(() -> begun(tenant, grace, reason, caller));
      } catch (PessimisticLockingFailureException busy) {
        // Somebody holds a row and may wait for the quota that this holds: let them finish.
        if (attempt == ATTEMPTS) {
          throw busy;
        }
      }
    }
  }

  private Deletion begun(UUID tenant, Duration grace, String reason, Caller caller) {
    tree.lock(tenant);
    Instant now = now();
    Instant ends = now.plus(grace);
    Optional<Deletion> open = rows.lockOpen(tenant);
    if (open.isPresent()) {
      return sooner(open.get(), ends);
    }
    tenants.requireStaying(tenant);
    Tenant known = tenants.get(tenant);
    protections.requireNone(tenant);
    var before = audit.before(tenant, "tenant.delete", tenant);
    List<TenantTree.Former> formers = tree.doom(tenant, stateReason(ends, reason));
    Deletion deletion =
        new Deletion(
            Ids.next(),
            tenant,
            known.path(),
            known.label(),
            Deletion.State.GRACE,
            reason,
            caller.accountId(),
            caller.username(),
            now,
            ends,
            null,
            null,
            null,
            null);
    rows.insert(deletion);
    plan(deletion, formers);
    audit.done(
        tenant,
        AuditNote.of(
                "tenant.delete",
                known.path(),
                tenant,
                Map.of("graceEndsAt", ends.toString(), "tenants", formers.size(), "reason", reason))
            .from(before));
    queue.enqueueAt(Lane.VERB, DeletionWork.KIND, tenant, tenant, ends);
    told(deletion);
    return deletion;
  }

  private Deletion sooner(Deletion open, Instant ends) {
    if (open.state() == Deletion.State.GRACE && ends.isBefore(open.graceEndsAt())) {
      rows.bringForward(open, ends);
      rows.tell(open, stateReason(ends, open.reason()));
      audit.done(
          open.tenant(),
          "tenant.delete",
          open.path(),
          open.tenant(),
          Map.of("graceEndsAt", ends.toString()));
      queue.enqueueAt(Lane.VERB, DeletionWork.KIND, open.tenant(), open.tenant(), ends);
      told(open);
    }
    return rows.find(open.id()).orElseThrow();
  }

  private static String stateReason(Instant ends, String reason) {
    return "it can be restored until %s%s"
        .formatted(ends.truncatedTo(ChronoUnit.SECONDS), reason.isEmpty() ? "" : "; " + reason);
  }

  /** Everything is asked to stop first; then tenants go one by one, children before parents. */
  private void plan(Deletion deletion, List<TenantTree.Former> nearestFirst) {
    List<TenantTree.Former> deepestFirst = nearestFirst.reversed();
    for (TenantTree.Former former : nearestFirst) {
      Tenant member = tenants.get(former.tenant());
      int depth = tree.distance(deletion.tenant(), former.tenant());
      rows.insert(
          deletion, new Deletion.Member(member.id(), member.path(), member.label(), depth), former);
    }
    int position = 0;
    for (TenantTree.Former former : deepestFirst) {
      rows.insert(deletion, ++position, former.tenant(), StepKind.INSTANCES);
    }
    for (TenantTree.Former former : deepestFirst) {
      for (StepKind kind : StepKind.values()) {
        if (kind != StepKind.INSTANCES) {
          rows.insert(deletion, ++position, former.tenant(), kind);
        }
      }
    }
  }

  /**
   * Takes a deletion back as long as nothing is gone; every tenant is as it was.
   *
   * @throws TenancyException.Conflict when nobody asked for it, or its steps have begun
   */
  Deletion restore(UUID tenant, Caller caller) {
    return inOne(
        () -> {
          Deletion open =
              rows.lockOpen(tenant)
                  .orElseThrow(
                      () ->
                          new TenancyException.Conflict(
                              "Nobody has asked for the deletion of tenant '%s' by itself. Where it goes along with a tenant above, restore that one."
                                  .formatted(tenants.get(tenant).path())));
          if (open.state() != Deletion.State.GRACE) {
            throw new TenancyException.Conflict(
                "The grace period of tenant '%s' ended at %s and its deletion has begun; it cannot be restored any more."
                    .formatted(open.path(), open.graceEndsAt()));
          }
          var before = audit.before(tenant, "tenant.restore", tenant);
          tree.restore(rows.formers(open));
          rows.restored(open, caller.username(), now());
          audit.done(
              tenant, AuditNote.of("tenant.restore", open.path(), tenant, Map.of()).from(before));
          told(open);
          return rows.find(open.id()).orElseThrow();
        });
  }

  private void told(Deletion deletion) {
    news.rightsChange();
    Map<String, String> data = Map.of("tenant", deletion.path());
    events.publish(deletion.tenant(), "tenant", deletion.path(), data);
    events.publish(tenants.root().id(), "tenant", deletion.path(), data);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <T> T inOne(java.util.function.Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
