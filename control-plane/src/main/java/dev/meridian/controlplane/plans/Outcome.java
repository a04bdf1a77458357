package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the core decided. Rows that are as they were are stored again only when they differ.
 *
 * @param intents that are done with
 * @param lookAgainAt when the reconciler wants to look without being woken; null: never
 */
record Outcome(
    World.Instance instance,
    List<Plan> plans,
    List<Pod> pods,
    List<Effect> effects,
    List<UUID> intents,
    @Nullable Instant lookAgainAt) {

  Outcome {
    plans = List.copyOf(plans);
    pods = List.copyOf(pods);
    effects = List.copyOf(effects);
    intents = List.copyOf(intents);
  }

  boolean changes(World world) {
    return !instance.equals(world.instance())
        || !plans.equals(world.plans())
        || !pods.equals(world.pods())
        || !effects.isEmpty()
        || !intents.isEmpty();
  }
}
