package dev.meridian.cli.spec;

import dev.meridian.cli.api.Json;
import dev.meridian.spec.BuiltPhase;
import dev.meridian.spec.BuiltPlan;
import dev.meridian.spec.BuiltStep;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.TaskVariables;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the offline commands print with {@code --json}; scripts depend on these shapes. */
public final class SpecJson {
  private SpecJson() {}

  /** {@code [{name, strategy, phases:[{name, strategy, pod, steps:[{pod, index, tasks}]}]}]}. */
  static ArrayNode plans(List<BuiltPlan> plans) {
    return Json.array(plans.stream().map(SpecJson::plan).toList());
  }

  static ObjectNode plan(BuiltPlan plan) {
    ObjectNode node =
        Json.object().put("name", plan.name()).put("strategy", plan.strategy().display());
    node.set("phases", Json.array(plan.phases().stream().map(SpecJson::phase).toList()));
    return node;
  }

  private static ObjectNode phase(BuiltPhase phase) {
    ObjectNode node =
        Json.object()
            .put("name", phase.name())
            .put("strategy", phase.strategyName())
            .put("pod", phase.pod());
    node.set("steps", Json.array(phase.steps().stream().map(SpecJson::step).toList()));
    return node;
  }

  private static ObjectNode step(BuiltStep step) {
    ObjectNode node = Json.object().put("pod", step.pod()).put("index", step.index());
    node.set("tasks", Json.texts(step.tasks()));
    return node;
  }

  /** {@code [{pod, task, environment:{NAME: value}}]}: what follows from the spec alone. */
  static ArrayNode tasks(ServiceSpec spec) {
    return Json.array(
        spec.pods().values().stream()
            .flatMap(pod -> pod.tasks().values().stream().map(task -> task(pod, task)))
            .toList());
  }

  private static ObjectNode task(PodSpec pod, TaskSpec task) {
    ObjectNode environment = Json.object();
    task.env().forEach(environment::put);
    TaskVariables.of(pod, task).forEach(environment::put);
    ObjectNode node = Json.object().put("pod", pod.type()).put("task", task.name());
    node.set("environment", environment);
    return node;
  }

  /** {@code {valid, problems:[{severity, file, path, line, column, message, suggestion}]}}. */
  public static ObjectNode problems(List<SpecProblem> problems) {
    ObjectNode node = Json.object().put("valid", problems.stream().noneMatch(SpecProblem::isError));
    node.set("problems", Json.array(problems.stream().map(SpecJson::problem).toList()));
    return node;
  }

  private static ObjectNode problem(SpecProblem problem) {
    return Json.object()
        .put("severity", problem.severity().name())
        .put("file", problem.file())
        .put("path", problem.path())
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message())
        .put("suggestion", problem.suggestion().orElse(null));
  }
}
