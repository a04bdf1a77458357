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
  private World.Instance instance;
  private List<World.Intent> intents;
  private List<Plan> plans = List.of();
  private List<Pod> pods = List.of();
  private World.Placement decision = new World.Placement(World.Placement.Kind.NOT_ASKED, "");
  private Map<UUID, Place> places = Map.of();
  private final List<Observed> observations = new ArrayList<>();
  private final Set<UUID> present = new HashSet<>();
  private final List<World.Volume> volumes = new ArrayList<>();
  private String peersDigest = "peers-0";
  private final Map<String, SecretVersion> secrets = new HashMap<>();
  private MaintenanceRule maintenance = MaintenanceRule.NONE;
  private Instant now = START;

  /** Every order ever given, as "pod/incarnation". */
  final List<String> launches = new ArrayList<>();

  Simulation(String yaml) {
    spec =
        SpecParser.parse(yaml, Map.of())
            .spec()
            .orElseThrow(() -> new IllegalArgumentException("the test's spec is not valid"));
    instance =
        new World.Instance(
            Ids.next(),
            Ids.next(),
            "music",
            World.Instance.State.WAITING,
            "Waiting",
            START,
            1,
            false,
            false);
    intents = List.of(new World.Intent(Ids.next(), World.Intent.Kind.INSTALL, false));
  }

  World world() {
    return new World(
        instance,
        Map.of(1, spec),
        intents,
        plans,
        pods,
        decision,
        Map.copyOf(places),
        List.copyOf(observations),
        Set.copyOf(present),
        List.copyOf(volumes),
        peersDigest,
        Map.copyOf(secrets),
        maintenance);
  }

  World.Instance instance() {
    return instance;
  }

  /** The reserved port of a placed pod. */
  int clientPort(String pod) {
    return Objects.requireNonNull(places.get(pod(pod).id()), pod + " is not placed")
        .ports()
        .getFirst()
        .number();
  }

  Plan plan(String name) {
    return plans.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no plan " + name));
  }

  Optional<Plan> findPlan(String name) {
    return plans.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  Pod pod(String name) {
    return pods.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no pod " + name));
  }

  /** One look: the reconciler takes no second one unless something else happens. */
  void look() {
    apply(Reconciliation.decide(world(), now));
  }

  /** Looks until nothing changes any more; returns all effects. */
  List<Effect> reconcile() {
    List<Effect> all = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      World world = world();
      Outcome outcome = Reconciliation.decide(world, now);
      if (!outcome.changes(world)) {
        return all;
      }
      all.addAll(outcome.effects());
      apply(outcome);
    }
    throw new AssertionError("the core does not come to rest: " + world());
  }

  private void apply(Outcome outcome) {
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
          places = Map.of();
          decision = new World.Placement(World.Placement.Kind.NOT_ASKED, "");
        }
        case Effect.KeepVolumes(Set<UUID> ids) -> become(ids, World.Volume.State.KEPT);
        case Effect.RestoreVolumes(Set<UUID> ids) -> become(ids, World.Volume.State.READY);
        case Effect.DestroyVolumes(Set<UUID> ids) -> become(ids, World.Volume.State.DESTROYING);
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
    instance = outcome.instance();
    intents = List.of();
    plans = outcome.plans();
    pods = outcome.pods();
  }

  private void become(Set<UUID> ids, World.Volume.State state) {
    volumes.replaceAll(v -> ids.contains(v.id()) ? in(v, state) : v);
  }

  private static World.Volume in(World.Volume v, World.Volume.State state) {
    return new World.Volume(v.id(), v.pod(), v.path(), v.sizeBytes(), v.node(), state, "");
  }

  void pass(java.time.Duration time) {
    now = now.plus(time);
  }

  /** Placement reserves every pod. */
  void place() {
    Map<UUID, Place> reserved = new LinkedHashMap<>();
    int n = 0;
    for (Pod pod : pods) {
      n++;
      reserved.put(
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
    places = reserved;
    decision = new World.Placement(World.Placement.Kind.PLACED, "");
  }

  void refuse(String reason) {
    places = Map.of();
    decision = new World.Placement(World.Placement.Kind.REFUSED, reason);
  }

  /** Placement gave other ports. */
  void peersChanged(String digest) {
    decision = new World.Placement(World.Placement.Kind.PLACED, "");
    peersDigest = digest;
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
    Map<UUID, Place> changed = new LinkedHashMap<>(places);
    changed.computeIfPresent(pod(pod).id(), (id, place) -> change.apply(place));
    places = changed;
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
    observations.removeIf(old -> old.pod().equals(o.pod()) && old.incarnation() == o.incarnation());
    observations.add(o);
  }

  /** The agent confirms that nothing of the pod is left. */
  void confirmRemoval(String pod) {
    present.remove(pod(pod).id());
  }

  /** The pod has a volume. */
  void volume(String pod) {
    volume(pod(pod).id(), World.Volume.State.READY);
  }

  /** The instance was promised a volume that another left, for a pod that has no place yet. */
  void promised() {
    volume(Ids.next(), World.Volume.State.KEPT);
  }

  private void volume(UUID pod, World.Volume.State state) {
    volumes.add(new World.Volume(Ids.next(), pod, "data", 1, Ids.next(), state, ""));
  }

  List<World.Volume.State> volumeStates() {
    return volumes.stream().map(World.Volume::state).toList();
  }

  void volumesDestroyed() {
    volumes.replaceAll(
        v -> v.state() == World.Volume.State.DESTROYING ? in(v, World.Volume.State.DESTROYED) : v);
  }

  /** The tenant's secret at this path has this version now. */
  void secretIs(String path, int version) {
    UUID id = secrets.containsKey(path) ? secrets.get(path).secret() : Ids.next();
    secrets.put(path, new SecretVersion(id, version, false));
  }

  /** These windows bind the instance now. */
  void maintenanceIs(MaintenanceRule rule) {
    maintenance = rule;
  }

  void uninstall(boolean deleteData) {
    asked(World.Intent.Kind.UNINSTALL, deleteData);
  }

  void updateNow() {
    asked(World.Intent.Kind.UPDATE_NOW, false);
  }

  private void asked(World.Intent.Kind kind, boolean deleteData) {
    intents = List.of(new World.Intent(Ids.next(), kind, deleteData));
  }
}
