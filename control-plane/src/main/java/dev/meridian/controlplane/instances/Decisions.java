package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.placement.Decision;
import dev.meridian.controlplane.placement.Explanation;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.platform.Watches;
import dev.meridian.tenancy.Scopes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What placement decided about an instance, for a request that waits for it. */
@Component
class Decisions {
  private static final Duration AT_MOST = Duration.ofSeconds(2);

  /** Between two looks for what another replica may have decided. */
  private static final Duration ELSEWHERE = Duration.ofMillis(100);

  private final Instances instances;
  private final PlacementRequests placement;
  private final Scopes scopes;
  private final Watches watches;
  private final InstantSource clock;

  Decisions(
      Instances instances,
      PlacementRequests placement,
      Scopes scopes,
      Watches watches,
      InstantSource clock) {
    this.instances = instances;
    this.placement = placement;
    this.scopes = scopes;
    this.watches = watches;
    this.clock = clock;
  }

  /** The latest decision; empty while there is none. */
  Optional<Decision> of(UUID tenant, UUID instance) {
    return scopes.inTenant(tenant, () -> placement.decision(tenant, instance));
  }

  /** Why the latest decision is what it is. */
  Explanation explanation(UUID tenant, UUID instance) {
    return of(tenant, instance)
        .map(Decision::explanation)
        .orElseGet(
            () ->
                new Explanation(
                    false, clock.instant(), "Placement has not decided yet.", List.of()));
  }

  /**
   * Waits up to two seconds for a decision to take effect.
   *
   * @param waits whether the instance may wait for capacity: then a refusal is an answer, too
   */
  InstanceView await(UUID tenant, UUID instance, boolean waits) throws InterruptedException {
    long begun = System.nanoTime();
    try (Watches.Watch watch = watches.watch(instance)) {
      InstanceView view = instances.get(tenant, instance);
      while (view.state().equals("WAITING")
          // A refusal that nobody waits out ends the instance in a moment.
          && !(waits && of(tenant, instance).isPresent())
          && System.nanoTime() - begun < AT_MOST.toNanos()) {
        watch.await(ELSEWHERE);
        view = instances.get(tenant, instance);
      }
      return view;
    }
  }
}
