package dev.meridian.controlplane.plans;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moves a step that ends a pod; complete only when its agent confirmed that nothing is left. */
final class RemoveStep {
  private final World world;
  private final Instant now;

  RemoveStep(World world, Instant now) {
    this.world = world;
    this.now = now;
  }

  LaunchStep.Moved move(Step step, Pod pod) {
    if (pod.incarnation() == 0) {
      return complete(step, pod);
    }
    if (step.status() == Status.PENDING) {
      Step starting =
          step.to(Status.STARTING, waiting(world.places().get(pod.id())), now).withAttempts(1);
      return new LaunchStep.Moved(
          starting,
          pod.to(Pod.State.STOPPING, starting.reason(), now),
          new Effect.Remove(pod.id(), "instance " + world.instance().name() + " is uninstalled"));
    }
    if (world.present().contains(pod.id())) {
      String reason = waiting(world.places().get(pod.id()));
      return new LaunchStep.Moved(
          step.to(Status.STARTING, reason, now), pod.to(Pod.State.STOPPING, reason, now), null);
    }
    return complete(step, pod);
  }

  private LaunchStep.Moved complete(Step step, Pod pod) {
    return new LaunchStep.Moved(
        step.to(Status.COMPLETE, "", now), pod.to(Pod.State.REMOVED, "", now), null);
  }

  private static String waiting(@Nullable Place place) {
    if (place == null) {
      return "waits for its agent to confirm that every process is gone";
    }
    return place.connected()
        ? "waits for node " + place.nodeName() + " to confirm that every process is gone"
        : "node "
            + place.nodeName()
            + " is not connected; it stops the pod when it is back, or an administrator declares"
            + " the node dead";
  }
}
