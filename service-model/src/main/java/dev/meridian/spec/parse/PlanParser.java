package dev.meridian.spec.parse;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.OnFailure;
import dev.meridian.spec.PhaseSpec;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.PlanSpec;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.StepSpec;
import dev.meridian.spec.Strategy;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a plan. */
final class PlanParser {
  private static final Map<String, Strategy> OF_PLAN = strategies(2);
  private static final Map<String, Strategy> OF_PHASE = strategies(Strategy.values().length);
  private static final Map<String, OnFailure> ON_FAILURE =
      new TreeMap<>(Map.of("stop", OnFailure.STOP, "rollback", OnFailure.ROLLBACK));

  private PlanParser() {}

  private static Map<String, Strategy> strategies(int count) {
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    for (Strategy strategy : List.of(Strategy.values()).subList(0, count)) {
      strategies.put(strategy.display(), strategy);
    }
    return strategies;
  }

  static PlanSpec plan(Keys.Named element, Map<String, PodSpec> pods) {
    Keys keys = element.keys();
    Names.check(element, "plan");
    Strategy strategy = keys.choice("strategy", OF_PLAN).orElse(Strategy.SERIAL);
    Map<String, PhaseSpec> phases = keys.named("phases", phase -> phase(phase, pods));
    keys.requireElements("phases");
    Optional<Duration> deadline = keys.duration("deadline");
    if (deadline.filter(Duration::isZero).isPresent()) {
      keys.error("deadline", "must be above 0");
    }
    return new PlanSpec(
        element.name(),
        strategy,
        phases,
        deadline,
        keys.choice("on-failure", ON_FAILURE).orElse(OnFailure.STOP),
        parameters(keys));
  }

  private static Optional<String> parameters(Keys keys) {
    return keys.map("parameters").map(schema -> YamlJson.of(schema.node()).toString());
  }

  private static PhaseSpec phase(Keys.Named element, Map<String, PodSpec> pods) {
    Keys keys = element.keys();
    Names.check(element, "phase");
    String type = keys.requiredText("pod");
    Strategy strategy = keys.choice("strategy", OF_PHASE).orElse(Strategy.SERIAL);
    PodSpec pod = pods.get(type);
    if (pod == null) {
      if (!type.isEmpty()) {
        keys.error("pod", "there is no pod " + type, NearestName.of(type, pods.keySet()));
      }
      keys.has("steps");
      return new PhaseSpec(element.name(), type, strategy, Optional.empty());
    }
    Optional<List<StepSpec>> steps =
        keys.value("steps").isPresent()
            ? Optional.of(new StepsParser(keys, pod).steps())
            : Optional.empty();
    if (steps.isEmpty()) {
      PlanBuilder.sharedResourceSet(pod, pod.tasks().keySet())
          .ifPresent(reason -> keys.error("pod", reason + " (steps)"));
    }
    return new PhaseSpec(element.name(), type, strategy, steps);
  }
}
