package dev.meridian.controlplane.plans;

import dev.meridian.spec.BuiltPlan;
import dev.meridian.spec.BuiltStep;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes the rows of plans from specs. */
final class Plans {
  private Plans() {}

  /** One pod per type and index, in file order, none of them placed yet. */
  static List<Pod> podsOf(ServiceSpec spec, Instant now) {
    List<Pod> pods = new ArrayList<>();
    for (PodSpec type : spec.pods().values()) {
      for (int index = 0; index < type.count(); index++) {
        pods.add(
            new Pod(
                Ids.next(),
                type.type() + "-" + index,
                type.type(),
                index,
                Pod.State.PLANNED,
                "waits for placement",
                now,
                0,
                0,
                List.of(),
                "",
                ""));
      }
    }
    return pods;
  }

  /** The deploy plan of a configuration for these pods. */
  static Plan deploy(ServiceSpec spec, int configuration, List<Pod> pods, Instant now) {
    BuiltPlan built =
        PlanBuilder.plans(spec).stream()
            .filter(p -> p.name().equals(Plan.DEPLOY))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("PlanBuilder makes no deploy plan"));
    return rows(built, configuration, pods, now);
  }

  private static Plan rows(BuiltPlan built, int configuration, List<Pod> pods, Instant now) {
    Map<String, UUID> ids = new HashMap<>();
    pods.forEach(p -> ids.put(p.name(), p.id()));
    List<Phase> phases =
        built.phases().stream()
            .map(
                phase ->
                    new Phase(
                        Ids.next(),
                        phase.name(),
                        phase.strategyName(),
                        false,
                        steps(phase.steps(), ids, configuration, now)))
            .toList();
    return new Plan(
        Ids.next(),
        built.name(),
        built.strategy().display(),
        false,
        List.of(),
        now,
        null,
        phases,
        false);
  }

  private static List<Step> steps(
      List<BuiltStep> built, Map<String, UUID> pods, int configuration, Instant now) {
    List<Step> steps = new ArrayList<>();
    for (BuiltStep step : built) {
      UUID pod = pods.get(step.podName());
      if (pod != null) {
        steps.add(
            Step.pending(step.name(), pod, step.tasks(), Step.Action.LAUNCH, configuration, now));
      }
    }
    return steps;
  }

  /**
   * Launches these pods anew with the pace of the package: as its update plan says, or its deploy
   * plan where it has none.
   */
  static Plan update(ServiceSpec spec, int configuration, List<Pod> pods, Instant now) {
    List<BuiltPlan> built = PlanBuilder.plans(spec);
    BuiltPlan pace =
        built.stream()
            .filter(p -> p.name().equals(Plan.UPDATE))
            .findFirst()
            .or(() -> built.stream().filter(p -> p.name().equals(Plan.DEPLOY)).findFirst())
            .orElseThrow(() -> new IllegalStateException("PlanBuilder makes no deploy plan"));
    Plan all = rows(pace, configuration, pods, now);
    List<Phase> phases = all.phases().stream().filter(p -> !p.steps().isEmpty()).toList();
    return new Plan(
        all.id(), Plan.UPDATE, all.strategy(), false, List.of(), now, null, phases, false);
  }

  /** Ends every pod at once; what happens to volumes is the reconciler's. */
  static Plan uninstall(List<Pod> pods, Instant now) {
    List<Step> steps =
        pods.stream()
            .filter(p -> p.state() != Pod.State.REMOVED)
            .map(
                p ->
                    Step.pending(
                        p.name() + ":[remove]",
                        p.id(),
                        List.of(),
                        Step.Action.REMOVE,
                        p.configuration(),
                        now))
            .toList();
    Phase stop = new Phase(Ids.next(), "stop-pods", "parallel", false, steps);
    return new Plan(
        Ids.next(), Plan.UNINSTALL, "serial", false, List.of(), now, null, List.of(stop), false);
  }

  /** An empty recovery plan: it gets a phase for each pod that needs one. */
  static Plan recovery(Instant now) {
    return new Plan(
        Ids.next(), Plan.RECOVERY, "parallel", false, List.of(), now, null, List.of(), false);
  }

  static Phase recover(Pod pod, String reason, Instant now) {
    return new Phase(
        Ids.next(), pod.name(), "serial", false, List.of(launchAnew(pod, reason, now)));
  }

  /**
   * Launches pods anew that serve with what they were told and were told what is not so any more:
   * one after the other, each once the one before is ready, as an update would.
   */
  static Phase tellInTurn(String name, List<Pod> pods, String reason, Instant now) {
    return new Phase(
        Ids.next(),
        name,
        "serial",
        false,
        pods.stream().map(pod -> launchAnew(pod, reason, now)).toList());
  }

  private static Step launchAnew(Pod pod, String reason, Instant now) {
    List<String> tasks =
        pod.launched().stream().map(Pod.LaunchedTask::name).collect(Collectors.toList());
    return Step.pending(
            pod.name() + ":" + tasks, pod.id(), tasks, Step.Action.LAUNCH, pod.configuration(), now)
        .to(Status.PENDING, reason, now);
  }
}
