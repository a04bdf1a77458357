package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.maintenance.MaintenanceRule;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.parse.SpecParser;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.secrets.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A world in memory for tests of the core: an agent per pod that obeys orders when it is told to,
 * and a placement that decides when it is told to. It keeps what it was ordered, so that a test can
 * say what would have run.
 */
final class Simulation {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ServiceSpec spec;
  private World world;
  private Instant now = START;

  /** Every order ever given, as "pod/incarnation". */
  final List<String> launches = new ArrayList<>();

  Simulation(String yaml) {
    spec =
        SpecParser.parse(yaml, Map.of())
            .spec()
            .orElseThrow(() -> new IllegalArgumentException("the test's spec is not valid"));
    world =
        new World(
            new World.Instance(
                Ids.next(),
                Ids.next(),
                "music",
                World.Instance.State.WAITING,
                "Waiting",
                START,
                1,
                false,
                false),
            Map.of(1, spec),
            List.of(new World.Intent(Ids.next(), World.Intent.Kind.INSTALL, false)),
            List.of(),
            List.of(),
            new World.Placement(World.Placement.Kind.NOT_ASKED, ""),
            Map.of(),
            List.of(),
            Set.of(),
            List.of(),
            "peers-0",
            Map.of(),
            MaintenanceRule.NONE);
  }

  World world() {
    return world;
  }

  World.Instance instance() {
    return world.instance();
  }

  /** The reserved port of a placed pod. */
  int clientPort(String pod) {
    return Objects.requireNonNull(world.places().get(pod(pod).id()), pod + " is not placed")
        .ports()
        .getFirst()
        .number();
  }

  Plan plan(String name) {
    return world.plans().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no plan " + name));
  }

  Optional<Plan> findPlan(String name) {
    return world.plans().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  Pod pod(String name) {
    return world.pods().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no pod " + name));
  }

  /** One look: the reconciler takes no second one unless something else happens. */
  void look() {
    apply(Reconciliation.decide(world, now));
  }

  /** Looks until nothing changes any more; returns all effects. */
  List<Effect> reconcile() {
    List<Effect> all = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      Outcome outcome = Reconciliation.decide(world, now);
      if (!outcome.changes(world)) {
        return all;
      }
      all.addAll(outcome.effects());
      apply(outcome);
    }
    throw new AssertionError("the core does not come to rest: " + world);
  }

  private void apply(Outcome outcome) {
    Set<UUID> present = new HashSet<>(world.present());
    World.Placement decision = world.decision();
    Map<UUID, Place> places = new HashMap<>(world.places());
    List<World.Volume> volumes = new ArrayList<>(world.volumes());
    for (Effect effect : outcome.effects()) {
      switch (effect) {
        case Effect.AskPlacement() -> decision = new World.Placement(World.Placement.Kind.OPEN, "");
        case Effect.ReReservePorts r ->
            decision = new World.Placement(World.Placement.Kind.OPEN, "");
        case Effect.Run(UUID pod) -> {
          present.add(pod);
          Pod row =
              outcome.pods().stream().filter(p -> p.id().equals(pod)).findFirst().orElseThrow();
          launches.add(row.name() + "/" + row.incarnation());
        }
        case Effect.ReleasePlacement() -> {
          places.clear();
          decision = new World.Placement(World.Placement.Kind.NOT_ASKED, "");
        }
        case Effect.KeepVolumes(Set<UUID> ids) ->
            volumes.replaceAll(v -> ids.contains(v.id()) ? in(v, World.Volume.State.KEPT) : v);
        case Effect.DestroyVolumes(Set<UUID> ids) ->
            volumes.replaceAll(
                v -> ids.contains(v.id()) ? in(v, World.Volume.State.DESTROYING) : v);
        case Effect.Remove r -> {
          // The tombstone stands until the agent confirms.
        }
        case Effect.ReleaseQuota() -> {
          // Quotas are not part of the world.
        }
        case Effect.ForgetSecrets() -> {
          // Nor is what an instance may name.
        }
      }
    }
    world =
        new World(
            outcome.instance(),
            world.specs(),
            List.of(),
            outcome.plans(),
            outcome.pods(),
            decision,
            places,
            world.observations(),
            present,
            volumes,
            world.peersDigest(),
            world.secrets(),
            world.maintenance());
  }

  private static World.Volume in(World.Volume v, World.Volume.State state) {
    return new World.Volume(v.id(), v.pod(), v.path(), v.sizeBytes(), v.node(), state, "");
  }

  void pass(java.time.Duration time) {
    now = now.plus(time);
  }

  /** Placement reserves every pod. */
  void place() {
    Map<UUID, Place> places = new LinkedHashMap<>();
    int n = 0;
    for (Pod pod : world.pods()) {
      n++;
      places.put(
          pod.id(),
          new Place(
              Ids.next(),
              Ids.next(),
              "node-" + n,
              "hq",
              "a",
              "127.0.0." + n,
              "127.0.0." + n,
              true,
              "",
              List.of(new Place.Port("server", "client", 20000 + n))));
    }
    set(places, new World.Placement(World.Placement.Kind.PLACED, ""), world.peersDigest());
  }

  void refuse(String reason) {
    set(Map.of(), new World.Placement(World.Placement.Kind.REFUSED, reason), world.peersDigest());
  }

  /** Placement gave other ports. */
  void peersChanged(String digest) {
    set(world.places(), new World.Placement(World.Placement.Kind.PLACED, ""), digest);
  }

  void connected(String pod, boolean connected) {
    replace(pod, place -> copy(place, connected, place.held()));
  }

  /** The pod's order cannot be sent; empty: it can. */
  void held(String pod, String reason) {
    replace(pod, place -> copy(place, place.connected(), reason));
  }

  /** Nothing for a pod that is not placed. */
  private void replace(String pod, UnaryOperator<Place> change) {
    Map<UUID, Place> places = new LinkedHashMap<>(world.places());
    places.computeIfPresent(pod(pod).id(), (id, place) -> change.apply(place));
    set(places, world.decision(), world.peersDigest());
  }

  private static Place copy(Place p, boolean connected, String held) {
    return new Place(
        p.node(),
        p.agent(),
        p.nodeName(),
        p.region(),
        p.zone(),
        p.address(),
        p.advertisedAddress(),
        connected,
        held,
        p.ports());
  }

  private void set(Map<UUID, Place> places, World.Placement decision, String digest) {
    world =
        new World(
            world.instance(),
            world.specs(),
            world.intents(),
            world.plans(),
            world.pods(),
            decision,
            places,
            world.observations(),
            world.present(),
            world.volumes(),
            digest,
            world.secrets(),
            world.maintenance());
  }

  void observe(String pod, String state, String reason, List<Integer> takenPorts) {
    Pod row = pod(pod);
    observe(new Observed(row.id(), row.incarnation(), state, reason, List.of(), takenPorts, now));
  }

  /** Every launched task of the pod is in this state. */
  void observeTasks(String pod, String state, boolean ready) {
    Pod row = pod(pod);
    List<Observed.Task> tasks =
        row.launched().stream()
            .map(
                t ->
                    new Observed.Task(
                        t.name(),
                        t.run(),
                        state,
                        ready,
                        true,
                        state.equals("FAILED") ? 1 : null,
                        null,
                        0,
                        null,
                        ""))
            .toList();
    observe(new Observed(row.id(), row.incarnation(), "RUNNING", "", tasks, List.of(), now));
  }

  private void observe(Observed o) {
    List<Observed> observations = new ArrayList<>(world.observations());
    observations.removeIf(old -> old.pod().equals(o.pod()) && old.incarnation() == o.incarnation());
    observations.add(o);
    seen(observations, world.present(), world.volumes());
  }

  /** The agent confirms that nothing of the pod is left. */
  void confirmRemoval(String pod) {
    Set<UUID> present = new HashSet<>(world.present());
    present.remove(pod(pod).id());
    seen(world.observations(), present, world.volumes());
  }

  void volume(String pod) {
    List<World.Volume> volumes = new ArrayList<>(world.volumes());
    volumes.add(
        new World.Volume(
            Ids.next(), pod(pod).id(), "data", 1, Ids.next(), World.Volume.State.READY, ""));
    volumes(volumes);
  }

  void volumesDestroyed() {
    volumes(world.volumes().stream().map(v -> in(v, World.Volume.State.DESTROYED)).toList());
  }

  private void volumes(List<World.Volume> volumes) {
    seen(world.observations(), world.present(), volumes);
  }

  private void seen(List<Observed> observations, Set<UUID> present, List<World.Volume> volumes) {
    world =
        new World(
            world.instance(),
            world.specs(),
            world.intents(),
            world.plans(),
            world.pods(),
            world.decision(),
            world.places(),
            observations,
            present,
            volumes,
            world.peersDigest(),
            world.secrets(),
            world.maintenance());
  }

  /** The tenant's secret at this path has this version now. */
  void secretIs(String path, int version) {
    Map<String, SecretVersion> secrets = new HashMap<>(world.secrets());
    UUID id = secrets.containsKey(path) ? secrets.get(path).secret() : Ids.next();
    secrets.put(path, new SecretVersion(id, version, false));
    bound(secrets, world.maintenance());
  }

  /** These windows bind the instance now. */
  void maintenanceIs(MaintenanceRule rule) {
    bound(world.secrets(), rule);
  }

  private void bound(Map<String, SecretVersion> secrets, MaintenanceRule rule) {
    world =
        new World(
            world.instance(),
            world.specs(),
            world.intents(),
            world.plans(),
            world.pods(),
            world.decision(),
            world.places(),
            world.observations(),
            world.present(),
            world.volumes(),
            world.peersDigest(),
            secrets,
            rule);
  }

  void uninstall(boolean deleteData) {
    asked(World.Intent.Kind.UNINSTALL, deleteData);
  }

  void updateNow() {
    asked(World.Intent.Kind.UPDATE_NOW, false);
  }

  private void asked(World.Intent.Kind kind, boolean deleteData) {
    world =
        new World(
            world.instance(),
            world.specs(),
            List.of(new World.Intent(Ids.next(), kind, deleteData)),
            world.plans(),
            world.pods(),
            world.decision(),
            world.places(),
            world.observations(),
            world.present(),
            world.volumes(),
            world.peersDigest(),
            world.secrets(),
            world.maintenance());
  }
}
