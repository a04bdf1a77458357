package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.plans.World.Instance;
import dev.meridian.controlplane.plans.World.Intent;
import dev.meridian.controlplane.plans.World.Placement;
import dev.meridian.controlplane.plans.World.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The pure core of an instance's reconciler: from the world as it is known to the next outcome.
 * Called any number of times with the same world it gives the same outcome but for new ids. Used
 * once and thrown away; not for several threads.
 */
final class Reconciliation {
  /** The phase of a recovery in which pods are told new ports, one after the other. */
  static final String NEW_PORTS = "new ports";

  private static final String NEW_PORTS_REASON =
      "ports of the instance changed; it is launched anew with the new ones";

  private final World world;
  private final Instant now;
  private final List<Effect> effects = new ArrayList<>();
  private final List<UUID> intents = new ArrayList<>();
  private final Map<UUID, Pod> pods = new LinkedHashMap<>();
  private final List<Plan> plans;
  private final UpdateHold hold;
  private Instance instance;
  private boolean updateNow;

  private Reconciliation(World world, Instant now) {
    this.world = world;
    this.now = now;
    this.instance = world.instance();
    this.plans = new ArrayList<>(world.plans());
    this.hold = new UpdateHold(world, now);
    world.pods().forEach(p -> pods.put(p.id(), p));
  }

  /** Decides what is next for the instance. */
  static Outcome decide(World world, Instant now) {
    return new Reconciliation(world, now).run();
  }

  private Outcome run() {
    takeIntents();
    takeDecision();
    followObservations();
    openUpdate(updateNow);
    openRecovery();
    advancePlans();
    // What was rotated while an update was under way has pods left whose turn was before.
    if (openUpdate(wentOnUnheld())) {
      advancePlans();
    }
    finishUninstall();
    instance = new InstanceStatus(world, plans, pods.values(), hold, now).of(instance);
    return new Outcome(instance, plans, List.copyOf(pods.values()), effects, intents, null);
  }

  private void takeIntents() {
    for (Intent intent : world.intents()) {
      intents.add(intent.id());
      switch (intent.kind()) {
        case INSTALL -> install();
        case UNINSTALL -> uninstall(intent.deleteData());
        case UPDATE_NOW -> updateNow = true;
      }
    }
  }

  private void install() {
    if (!plans.isEmpty()) {
      return;
    }
    List<Pod> made = Plans.podsOf(world.target(), now);
    made.forEach(p -> pods.put(p.id(), p));
    plans.add(Plans.deploy(world.target(), instance.target(), made, now));
    effects.add(new Effect.AskPlacement());
  }

  private void uninstall(boolean deleteData) {
    instance = instance.deletingData(deleteData);
    if (uninstalling() || ended()) {
      return;
    }
    plans.add(Plans.uninstall(List.copyOf(pods.values()), now));
    instance = instance.to(Instance.State.UNINSTALLING, "Uninstalling", now);
  }

  private boolean uninstalling() {
    return instance.state() == Instance.State.UNINSTALLING;
  }

  private boolean ended() {
    return instance.state() == Instance.State.UNINSTALLED;
  }

  /**
   * A refusal that nobody wants to wait out ends the instance: every claim goes back. Kept volumes
   * that it was to restore are taken over with its place and not before, so they are kept still.
   */
  private void takeDecision() {
    if (world.decision().kind() == Placement.Kind.PLACED && !uninstalling() && !ended()) {
      Set<UUID> promised = volumesIn(Set.of(Volume.State.KEPT));
      if (!promised.isEmpty()) {
        effects.add(new Effect.RestoreVolumes(promised));
      }
    }
    if (world.decision().kind() == Placement.Kind.REFUSED
        && instance.state() == Instance.State.WAITING) {
      effects.add(new Effect.ReleasePlacement());
      effects.add(new Effect.ReleaseQuota());
      effects.add(new Effect.ForgetSecrets());
      pods.replaceAll((id, pod) -> pod.to(Pod.State.REMOVED, "", now));
      instance =
          instance.to(Instance.State.UNINSTALLED, "Not placed: " + world.decision().reason(), now);
    }
  }

  private void followObservations() {
    pods.replaceAll((id, pod) -> PodStates.follow(world, pod, now));
  }

  /**
   * Pods that were given older versions of secrets are launched anew, with the package's pace.
   *
   * @param unheld whether that is not to wait for a maintenance window
   */
  private boolean openUpdate(boolean unheld) {
    if (uninstalling() || ended()) {
      return false;
    }
    int at = indexOf(Plan.UPDATE);
    boolean opened = at < 0 || plans.get(at).complete() || hold.onAllOf(plans.get(at));
    if (opened) {
      opened = planUpdate(at);
    }
    int open = indexOf(Plan.UPDATE);
    if (open >= 0 && !plans.get(open).complete() && (opened || unheld)) {
      plans.set(open, plans.get(open).withUnheld(unheld));
    }
    return opened;
  }

  private boolean planUpdate(int at) {
    List<Pod> stale = pods.values().stream().filter(p -> staleSecrets(p) && !inWork(p)).toList();
    if (at >= 0 && stale.stream().allMatch(p -> hasStep(plans.get(at), p)) || stale.isEmpty()) {
      return false;
    }
    Plan update = Plans.update(world.target(), instance.target(), stale, now);
    if (at < 0) {
      plans.add(update);
    } else {
      // One row for all updates: what was done before is in the pods' transitions.
      plans.set(at, plans.get(at).withPhases(update.phases()).times(now, null));
    }
    return true;
  }

  /** An update that somebody wants now is followed by what was rotated meanwhile, as soon. */
  private boolean wentOnUnheld() {
    int at = indexOf(Plan.UPDATE);
    return at >= 0 && plans.get(at).unheld() && now.equals(plans.get(at).completedAt());
  }

  private static boolean hasStep(Plan plan, Pod pod) {
    return plan.steps().stream().anyMatch(s -> s.pod().equals(pod.id()) && !s.complete());
  }

  private boolean staleSecrets(Pod pod) {
    return pod.incarnation() > 0
        && pod.state() != Pod.State.REMOVED
        && !pod.secretsDigest().equals(world.secretsDigest(pod, pod.configuration()));
  }

  /** A pod that a complete step left ready and that is not any more gets a recovery phase. */
  private void openRecovery() {
    if (uninstalling() || ended()) {
      return;
    }
    int at = indexOf(Plan.RECOVERY);
    Plan recovery = at < 0 ? Plans.recovery(now) : plans.get(at);
    List<Phase> phases = new ArrayList<>();
    List<Pod> stale = new ArrayList<>();
    for (Pod pod : pods.values()) {
      if (pod.incarnation() == 0 || pod.state() == Pod.State.LOST) {
        continue;
      }
      if (isBroken(pod)) {
        if (!inWork(pod)) {
          String reason = wasToldOldPorts(pod) ? NEW_PORTS_REASON : pod.reason();
          phases.add(Plans.recover(pod, reason, now));
        }
      } else if (wasToldOldPorts(pod) && !inWork(pod)) {
        stale.add(pod);
      }
    }
    if (!stale.isEmpty()) {
      phases.add(Plans.tellInTurn(freeName(recovery), stale, NEW_PORTS_REASON, now));
    }
    if (phases.isEmpty()) {
      return;
    }
    List<Phase> all = new ArrayList<>(recovery.phases());
    Set<String> again = phases.stream().map(Phase::name).collect(Collectors.toSet());
    // Only the newest recovery of each pod is kept; its history is in the pod's transitions.
    all.removeIf(p -> again.contains(p.name()) && p.complete());
    all.addAll(phases);
    Plan opened = recovery.withPhases(all).times(now, null);
    if (at < 0) {
      plans.add(opened);
    } else {
      plans.set(at, opened);
    }
  }

  private static boolean isBroken(Pod pod) {
    return switch (pod.state()) {
      case FAILED, WAITING, STAGING, RUNNING -> true;
      default -> false;
    };
  }

  private boolean wasToldOldPorts(Pod pod) {
    return !pod.peersDigest().equals(world.peersDigest()) && world.places().containsKey(pod.id());
  }

  /** One that no phase has that is still under way: no pod can be named so. */
  private static String freeName(Plan recovery) {
    Set<String> taken =
        recovery.phases().stream()
            .filter(phase -> !phase.complete())
            .map(Phase::name)
            .collect(Collectors.toSet());
    String name = NEW_PORTS;
    for (int number = 2; taken.contains(name); number++) {
      name = NEW_PORTS + " " + number;
    }
    return name;
  }

  private boolean inWork(Pod pod) {
    return plans.stream()
        .anyMatch(plan -> plan.phases().stream().anyMatch(phase -> works(plan, phase, pod)));
  }

  /**
   * A pod whose update waits, or that is not at its turn to hear of new ports, is repaired
   * meanwhile.
   */
  private boolean works(Plan plan, Phase phase, Pod pod) {
    boolean waits = hold.on(plan) || (isBroken(pod) && phase.name().startsWith(NEW_PORTS));
    return phase.steps().stream()
        .filter(s -> s.pod().equals(pod.id()) && !s.complete())
        .anyMatch(s -> s.begun() || !waits);
  }

  private int indexOf(String plan) {
    for (int i = 0; i < plans.size(); i++) {
      if (plans.get(i).name().equals(plan)) {
        return i;
      }
    }
    return -1;
  }

  private void advancePlans() {
    if (ended()) {
      return;
    }
    Set<UUID> taken = new LinkedHashSet<>();
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      if (plan.complete() || uninstalling() != plan.name().equals(Plan.UNINSTALL)) {
        continue;
      }
      // One round opens what the round before completed: a plan of steps that are done already
      // (pods at their goal) completes in one look.
      Plan before;
      do {
        Plan open = plan;
        before = plan;
        plan = plan.mapCandidates(step -> advance(open, step, taken));
      } while (!plan.equals(before) && !plan.complete());
      plans.set(i, plan.complete() ? plan.times(plan.startedAt(), now) : plan);
    }
  }

  private Step advance(Plan plan, Step step, Set<UUID> ordered) {
    Pod pod = pods.get(step.pod());
    if (pod == null || ordered.contains(step.pod())) {
      return step;
    }
    LaunchStep launch = new LaunchStep(world, now, hold.keepsSecrets(plan, plans));
    if (hold.on(plan) && !step.begun() && !launch.launchedFor(step, pod)) {
      return hold.wait(step);
    }
    LaunchStep.Moved moved =
        switch (step.action()) {
          case LAUNCH -> launch.move(step, pod);
          case REMOVE -> new RemoveStep(world, now).move(step, pod);
        };
    pods.put(pod.id(), moved.pod());
    if (moved.effect() != null) {
      // Its order is on its way: what is observed now is of before.
      ordered.add(step.pod());
      effects.add(moved.effect());
    }
    return moved.step();
  }

  private void finishUninstall() {
    if (!uninstalling()) {
      return;
    }
    int at = indexOf(Plan.UNINSTALL);
    if (at < 0 || !plans.get(at).complete()) {
      return;
    }
    // Kept ones were promised to the instance, and it never had a place to restore them at.
    Set<UUID> live =
        volumesIn(
            Set.of(
                Volume.State.PENDING, Volume.State.READY, Volume.State.MISSING, Volume.State.KEPT));
    if (!live.isEmpty()) {
      effects.add(
          instance.deleteData() ? new Effect.DestroyVolumes(live) : new Effect.KeepVolumes(live));
    }
    if (!world.places().isEmpty() || world.decision().kind() == Placement.Kind.OPEN) {
      effects.add(new Effect.ReleasePlacement());
    }
    boolean destroying =
        instance.deleteData()
            && (!live.isEmpty() || !volumesIn(Set.of(Volume.State.DESTROYING)).isEmpty());
    if (destroying) {
      instance =
          instance.to(
              Instance.State.UNINSTALLING,
              "Uninstalling: waits for the volumes to be destroyed by their nodes",
              now);
      return;
    }
    effects.add(new Effect.ReleaseQuota());
    effects.add(new Effect.ForgetSecrets());
    instance = instance.to(Instance.State.UNINSTALLED, "Uninstalled", now);
  }

  private Set<UUID> volumesIn(Set<Volume.State> states) {
    return world.volumes().stream()
        .filter(v -> states.contains(v.state()))
        .map(Volume::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
