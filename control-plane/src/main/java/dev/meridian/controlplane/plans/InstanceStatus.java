package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.plans.World.Instance;
import dev.meridian.controlplane.plans.World.Placement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The state of an instance that is there, and the one sentence that tells people how it is. */
final class InstanceStatus {
  private final World world;
  private final List<Plan> plans;
  private final Collection<Pod> pods;
  private final UpdateHold hold;
  private final Instant now;

  /**
   * @param plans as they are after this look
   * @param pods likewise
   */
  InstanceStatus(
      World world, List<Plan> plans, Collection<Pod> pods, UpdateHold hold, Instant now) {
    this.world = world;
    this.plans = plans;
    this.pods = pods;
    this.hold = hold;
    this.now = now;
  }

  Instance of(Instance instance) {
    return switch (instance.state()) {
      case UNINSTALLED -> instance;
      case UNINSTALLING ->
          plan(Plan.UNINSTALL)
              .filter(plan -> !plan.complete())
              .map(
                  plan ->
                      instance.to(
                          Instance.State.UNINSTALLING,
                          "Uninstalling: " + Sentences.progress(plan),
                          now))
              .orElse(instance);
      default -> plan(Plan.DEPLOY).map(deploy -> installed(instance, deploy)).orElse(instance);
    };
  }

  private Optional<Plan> plan(String name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  private Instance installed(Instance instance, Plan deploy) {
    if (world.decision().kind() != Placement.Kind.PLACED && world.places().isEmpty()) {
      String reason = world.decision().reason();
      return instance.to(
          Instance.State.WAITING,
          reason.isEmpty() ? "Waiting for placement to decide" : "Waiting for capacity: " + reason,
          now);
    }
    Optional<Plan> update = plan(Plan.UPDATE).filter(plan -> !plan.complete());
    boolean waits = update.isPresent() && hold.onAllOf(update.get());
    Plan plan = deploy.complete() && !waits ? update.orElse(deploy) : deploy;
    return switch (plan.status()) {
      case COMPLETE ->
          running(instance, waits ? ". Update: " + Sentences.progress(update.orElseThrow()) : "");
      case ERROR ->
          instance.to(Instance.State.FAILED, "Deploying failed: " + Sentences.progress(plan), now);
      default ->
          instance.to(
              instance.deployed() ? Instance.State.UPDATING : Instance.State.DEPLOYING,
              (instance.deployed() ? "Updating: " : "Deploying: ") + Sentences.progress(plan),
              now);
    };
  }

  /**
   * @param update what an update waits for; empty when there is none
   */
  private Instance running(Instance before, String update) {
    Instance instance = before.deployedOnce();
    Optional<Pod> bad = pods.stream().filter(p -> p.state() != Pod.State.READY).findFirst();
    if (bad.isEmpty()) {
      return instance.to(Instance.State.RUNNING, "Running: every pod is ready" + update, now);
    }
    long ready = pods.stream().filter(p -> p.state() == Pod.State.READY).count();
    return instance.to(
        Instance.State.DEGRADED,
        "Recovering: %s: %s; %d of %d pods ready"
            .formatted(bad.get().name(), bad.get().reason(), ready, pods.size()),
        now);
  }
}
