package dev.meridian.spec;

import java.util.Map;
import java.util.TreeMap;

/** The variables of a task that follow from the spec alone, whoever places it wherever. */
public final class TaskVariables {
  private TaskVariables() {}

  /**
   * By name: {@code PLACEMENT_REFERENCED_REGION} and {@code …_ZONE} ({@code true} or {@code false}:
   * whether the pod's constraint looks at them), and {@code CONFIG_TEMPLATE_<NAME>} for each config
   * ({@code <template>,<dest>}, where the rendered file lies in the sandbox).
   */
  public static Map<String, String> of(PodSpec pod, TaskSpec task) {
    Map<String, String> variables = new TreeMap<>();
    PlacementRule rule = pod.placementRule();
    variables.put(
        "PLACEMENT_REFERENCED_REGION",
        String.valueOf(rule.mentions(PlacementRule.Field.Kind.REGION)));
    variables.put(
        "PLACEMENT_REFERENCED_ZONE", String.valueOf(rule.mentions(PlacementRule.Field.Kind.ZONE)));
    task.configs()
        .forEach(
            (name, config) ->
                variables.put(
                    "CONFIG_TEMPLATE_" + EnvironmentNames.of(name),
                    config.template() + "," + config.dest()));
    return variables;
  }
}
