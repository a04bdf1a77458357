package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.controlplane.federation.Orders;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.spec.PodSpec;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Claim;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.secrets.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Carries out what the core decided, in the transaction that stores the outcome. */
@Component
class Effects {
  /** How long volumes of an uninstalled instance are kept. */
  static final Duration VOLUME_RETENTION = Duration.ofDays(7);

  private final Packages packages;
  private final PlacementAsks asks;
  private final PlacementRequests placement;
  private final Orders orders;
  private final PodRows pods;
  private final VolumeRows volumes;
  private final Quotas quotas;
  private final Secrets secrets;
  private final JdbcClient jdbc;

  Effects(
      Packages packages,
      PlacementAsks asks,
      PlacementRequests placement,
      Orders orders,
      PodRows pods,
      VolumeRows volumes,
      Quotas quotas,
      Secrets secrets,
      JdbcClient jdbc) {
    this.packages = packages;
    this.asks = asks;
    this.placement = placement;
    this.orders = orders;
    this.pods = pods;
    this.volumes = volumes;
    this.quotas = quotas;
    this.secrets = secrets;
    this.jdbc = jdbc;
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
        case Effect.AskPlacement() -> {
          restoreVolumes(world, outcome, source, now);
          asks.ask(tenant.id(), world, outcome.pods(), source, Set.of());
        }
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
        case Effect.KeepVolumes(Set<UUID> kept) -> keep(world, source, kept, now);
        case Effect.DestroyVolumes(Set<UUID> gone) -> destroy(world, gone);
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

  /** Kept volumes of an instance of this name and package become those of its new pods. */
  private void restoreVolumes(World world, Outcome outcome, PackageVersion source, Instant now) {
    UUID tenant = world.instance().tenant();
    if (asks.wantsVolumesRestored(tenant, world.instance().id())) {
      for (Pod pod : outcome.pods()) {
        for (UUID restored : volumes.adopt(world, pod, source.name(), now)) {
          quotas.release(tenant, restored);
        }
      }
    }
  }

  private void keep(World world, PackageVersion source, Set<UUID> kept, Instant now) {
    UUID tenant = world.instance().tenant();
    for (World.Volume volume : world.volumes()) {
      if (kept.contains(volume.id())) {
        if (volume.state() == World.Volume.State.PENDING && !ordered(tenant, volume.id())) {
          volumes.neverMade(tenant, volume.id());
        } else {
          volumes.keep(tenant, volume.id(), now, now.plus(VOLUME_RETENTION));
          // Kept data still counts, under a claim of its own.
          quotas.hold(
              tenant,
              volume.id(),
              Claim.ofPackage(source.name(), Amounts.ofVolumes(1, volume.sizeBytes())));
        }
      }
    }
  }

  private void destroy(World world, Set<UUID> gone) {
    UUID tenant = world.instance().tenant();
    for (World.Volume volume : world.volumes()) {
      if (!gone.contains(volume.id())) {
        continue;
      }
      if (!ordered(tenant, volume.id())) {
        volumes.neverMade(tenant, volume.id());
        continue;
      }
      volumes.destroying(tenant, volume.id(), "waits for its node to destroy it");
      orders.destroyVolume(
          tenant,
          agentOf(volume.node()),
          volume.id(),
          "instance " + world.instance().name() + " was uninstalled with its data");
    }
  }

  private boolean ordered(UUID tenant, UUID volume) {
    return jdbc.sql("select ordered from volume where tenant_id = ? and id = ?")
        .params(tenant, volume)
        .query(Boolean.class)
        .single();
  }

  private UUID agentOf(UUID node) {
    return jdbc.sql("select agent_id from node where id = ?")
        .param(node)
        .query(UUID.class)
        .single();
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
