package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.controlplane.federation.Orders;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.spec.PodSpec;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.secrets.Secrets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Carries out what the core decided, in the transaction that stores the outcome. */
@Component
class Effects {
  private final Packages packages;
  private final PlacementAsks asks;
  private final PlacementRequests placement;
  private final Orders orders;
  private final PodRows pods;
  private final VolumeRows volumes;
  private final Quotas quotas;
  private final Secrets secrets;
  private final VolumeEffects volumeEffects;

  Effects(
      Packages packages,
      PlacementAsks asks,
      PlacementRequests placement,
      Orders orders,
      PodRows pods,
      VolumeRows volumes,
      Quotas quotas,
      Secrets secrets,
      VolumeEffects volumeEffects) {
    this.packages = packages;
    this.asks = asks;
    this.placement = placement;
    this.orders = orders;
    this.pods = pods;
    this.volumes = volumes;
    this.quotas = quotas;
    this.secrets = secrets;
    this.volumeEffects = volumeEffects;
  }

  void carryOut(TenantRef tenant, WorldStore.Loaded loaded, Outcome outcome, Instant now) {
    if (outcome.effects().isEmpty()) {
      return;
    }
    World world = loaded.world();
    UUID instance = world.instance().id();
    PackageVersion source = packages.get(loaded.packageId());
    Map<UUID, Pod> byId =
        outcome.pods().stream().collect(Collectors.toMap(Pod::id, p -> p, (a, b) -> b));
    OrderRenderer renderer = new OrderRenderer(tenant, world, source, loaded.peers());
    Map<UUID, UUID> present = pods.present(tenant.id(), instance);
    for (Effect effect : inLockOrder(outcome.effects(), world)) {
      switch (effect) {
        case Effect.AskPlacement() ->
            asks.ask(tenant.id(), world, outcome.pods(), source, Set.of());
        // Which ports strangers hold, placement knows from the same report.
        case Effect.ReReservePorts(UUID pod, Set<Integer> taken) ->
            asks.ask(tenant.id(), world, outcome.pods(), source, Set.of(pod));
        case Effect.Run(UUID id) -> run(world, source, renderer, pod(byId, id), now);
        case Effect.Remove(UUID id, String reason) -> {
          UUID agent = present.get(id);
          if (agent != null) {
            orders.remove(tenant.id(), instance, agent, id, pod(byId, id).incarnation(), reason);
          }
        }
        case Effect.ReleasePlacement() -> placement.release(tenant.id(), instance, byId.keySet());
        case Effect.KeepVolumes(Set<UUID> kept) ->
            volumeEffects.keep(world, source.name(), kept, now);
        case Effect.RestoreVolumes(Set<UUID> kept) ->
            volumeEffects.restore(world, source.name(), kept, now);
        case Effect.DestroyVolumes(Set<UUID> gone) -> volumeEffects.destroy(world, gone);
        case Effect.ReleaseQuota() -> quotas.release(tenant.id(), instance);
        case Effect.ForgetSecrets() -> secrets.use(tenant.id(), instance, Set.of());
      }
    }
  }

  private void run(
      World world, PackageVersion source, OrderRenderer renderer, Pod pod, Instant now) {
    Place place = place(world, pod.id());
    PodSpec spec = world.podSpec(pod, pod.configuration());
    if (spec == null) {
      throw new IllegalStateException("The configuration has no pod type " + pod.type());
    }
    RunPod order =
        renderer.render(pod, place, volumes.forOrder(world, pod, spec, place, source.name(), now));
    Set<String> digests =
        order.getArtifactsList().stream().map(a -> a.getDigest()).collect(Collectors.toSet());
    orders.run(
        world.instance().tenant(),
        world.instance().id(),
        place.agent(),
        order,
        digests,
        SecretGrants.of(spec, world.secrets()));
  }

  /** Agents' counter rows are locked in the order of their ids, so nobody waits crosswise. */
  private static List<Effect> inLockOrder(List<Effect> effects, World world) {
    return effects.stream()
        .sorted(
            Comparator.comparing(
                effect ->
                    effect instanceof Effect.Run(UUID pod)
                        ? place(world, pod).agent()
                        : effect instanceof Effect.Remove(UUID pod, String reason)
                                && world.places().containsKey(pod)
                            ? place(world, pod).agent()
                            : new UUID(Long.MIN_VALUE, 0)))
        .toList();
  }

  private static Place place(World world, UUID pod) {
    Place place = world.places().get(pod);
    if (place == null) {
      throw new IllegalStateException("Pod " + pod + " holds no reservation");
    }
    return place;
  }

  private static Pod pod(Map<UUID, Pod> pods, UUID id) {
    Pod pod = pods.get(id);
    if (pod == null) {
      throw new IllegalStateException("The outcome has no pod " + id);
    }
    return pod;
  }
}
