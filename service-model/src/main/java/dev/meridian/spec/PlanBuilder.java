package dev.meridian.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the steps of each plan of a spec, as the engine runs them. */
public final class PlanBuilder {
  /** The plan that every service has. */
  public static final String DEPLOY = "deploy";

  /** The plan that stands in for {@link #DEPLOY} once the first deployment has completed. */
  public static final String UPDATE = "update";

  private PlanBuilder() {}

  /**
   * Every plan in file order; a generated {@code deploy} comes first when the file has none.
   *
   * @throws IllegalArgumentException when a phase names a pod that the spec lacks or leaves a pod
   *     without steps, which the parser refuses
   */
  public static List<BuiltPlan> plans(ServiceSpec spec) {
    Stream<BuiltPlan> written = spec.plans().values().stream().map(plan -> build(plan, spec));
    return spec.plans().containsKey(DEPLOY)
        ? written.toList()
        : Stream.concat(Stream.of(generatedDeploy(spec)), written).toList();
  }

  /** Serial, one serial phase per pod type in file order, one step per pod. */
  public static BuiltPlan generatedDeploy(ServiceSpec spec) {
    List<BuiltPhase> phases =
        spec.pods().values().stream()
            .map(
                pod ->
                    new BuiltPhase(pod.type(), Strategy.SERIAL, pod.type(), wholePods(pod), false))
            .toList();
    return new BuiltPlan(DEPLOY, Strategy.SERIAL, phases);
  }

  private static BuiltPlan build(PlanSpec plan, ServiceSpec spec) {
    return new BuiltPlan(
        plan.name(),
        plan.strategy(),
        plan.phases().values().stream().map(phase -> build(phase, spec)).toList());
  }

  private static BuiltPhase build(PhaseSpec phase, ServiceSpec spec) {
    PodSpec pod = spec.pod(phase.pod());
    List<BuiltStep> steps =
        phase
            .steps()
            .map(custom -> customSteps(phase, pod, custom))
            .orElseGet(() -> wholePods(pod));
    return new BuiltPhase(
        phase.name(),
        phase.strategy(),
        phase.pod(),
        steps,
        phase.steps().isPresent() && phase.strategy() == Strategy.PARALLEL);
  }

  private static List<BuiltStep> wholePods(PodSpec pod) {
    List<String> all = List.copyOf(pod.tasks().keySet());
    return IntStream.range(0, pod.count())
        .mapToObj(index -> new BuiltStep(pod.type(), index, all))
        .toList();
  }

  private static List<BuiltStep> customSteps(PhaseSpec phase, PodSpec pod, List<StepSpec> custom) {
    Map<Optional<Integer>, StepSpec> byIndex = new LinkedHashMap<>();
    custom.forEach(step -> byIndex.putIfAbsent(step.index(), step));
    List<BuiltStep> steps = new ArrayList<>();
    for (int index = 0; index < pod.count(); index++) {
      StepSpec own =
          byIndex.getOrDefault(Optional.of(index), byIndex.get(Optional.<Integer>empty()));
      if (own == null) {
        throw new IllegalArgumentException(
            "phase " + phase.name() + " has neither an entry for " + index + " nor a default");
      }
      for (List<String> tasks : own.tasks()) {
        steps.add(new BuiltStep(pod.type(), index, tasks));
      }
    }
    return steps;
  }

  /**
   * Two tasks that cannot be in one step because they share a resource set; empty when the step can
   * be launched.
   */
  public static Optional<String> sharedResourceSet(PodSpec pod, Collection<String> tasks) {
    Map<String, String> holders = new LinkedHashMap<>();
    for (String name : tasks) {
      TaskSpec task = pod.tasks().get(name);
      if (task == null || task.resourceSet().isEmpty()) {
        continue;
      }
      String set = task.resourceSet().get();
      String holder = holders.putIfAbsent(set, name);
      if (holder != null) {
        return Optional.of(
            "tasks "
                + holder
                + " and "
                + name
                + " share the resource set "
                + set
                + " and cannot be launched in one step; give them steps of their own");
      }
    }
    return Optional.empty();
  }
}
