package dev.meridian.controlplane.isolation;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Isolation;
import dev.meridian.tenancy.IsolationDemand;
import dev.meridian.tenancy.IsolationDemands;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantTree;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads and replaces what tenants demand of nodes. Asks nobody for permission. */
@Component
class TenantIsolation {
  private final Scopes scopes;
  private final Tenants tenants;
  private final TenantTree tree;
  private final IsolationDemands demands;
  private final PlacementRequests placement;
  private final Audit audit;
  private final Events events;

  TenantIsolation(
      Scopes scopes,
      Tenants tenants,
      TenantTree tree,
      IsolationDemands demands,
      PlacementRequests placement,
      Audit audit,
      Events events) {
    this.scopes = scopes;
    this.tenants = tenants;
    this.tree = tree;
    this.demands = demands;
    this.placement = placement;
    this.audit = audit;
    this.events = events;
  }

  IsolationView of(UUID tenant) {
    return inOne(() -> view(tenant));
  }

  /**
   * Replaces what the tenant demands of its own. Pods that have a place keep it; asks below it that
   * wait are decided again.
   *
   * @param least {@link Isolation#PROCESS}, which every node gives: nothing
   * @throws ProblemException for less than a tenant above it demands, and for a version that is not
   *     the present one
   */
  IsolationView set(UUID tenant, Isolation least, @Nullable String ifMatch) {
    return inOne(
        () -> {
          IsolationDemands.Own before = demands.lock(tenant);
          tenants.requireStaying(tenant);
          String path = tenants.get(tenant).path();
          EntityTag.require(
              ifMatch,
              EntityTag.of(before.version()),
              "the isolation that \"" + path + "\" demands");
          if (least != Isolation.PROCESS) {
            tree.parent(tenant)
                .flatMap(demands::of)
                .ifPresent(above -> requireAsMuch(least, above));
          }
          demands.set(tenant, least);
          audit.done(
              tenant,
              AuditNote.of(
                      "tenant.isolation",
                      path,
                      tenant,
                      Map.of("from", before.least().key(), "to", least.key()))
                  .changing(state(before.least()), state(least)));
          placement.lookAgain(tenant);
          events.publish(tenant, "tenant", path, Map.of("tenant", path));
          return view(tenant);
        });
  }

  private static void requireAsMuch(Isolation least, IsolationDemand above) {
    if (!above.allows(least)) {
      String who = above.from().equals("-") ? "the platform" : "tenant " + above.from();
      throw new ProblemException(
          ProblemType.INVALID,
          "%s demands at least %s, and a tenant below it can only demand more. Give %s or a stricter one, or process to demand nothing of its own."
              .formatted(
                  Character.toUpperCase(who.charAt(0)) + who.substring(1),
                  above.least().key(),
                  above.least().key()),
          List.of(new FieldError("/least", "at least " + above.least().key())));
    }
  }

  private IsolationView view(UUID tenant) {
    IsolationDemands.Own own = demands.own(tenant);
    Optional<IsolationDemand> inForce = demands.of(tenant);
    return new IsolationView(
        own.least().key(),
        inForce.map(IsolationDemand::least).orElse(Isolation.PROCESS).key(),
        inForce.map(IsolationDemand::from).orElse(null),
        EntityTag.of(own.version()));
  }

  private static Map<String, String> state(Isolation least) {
    return Map.of("leastIsolation", least.key());
  }

  private <T> T inOne(Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
