package dev.meridian.spec.options;

import dev.meridian.spec.PlanSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The parameters that {@code start} of a plan gets; they become variables of its tasks. */
public final class PlanParameters {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private PlanParameters() {}

  /** Why the parameters cannot be taken; empty when the plan may start with them. */
  public static List<OptionProblem> check(PlanSpec plan, Map<String, String> parameters) {
    List<OptionProblem> problems = new ArrayList<>();
    Optional<OptionsSchema> schema = plan.parameters().map(OptionsSchema::of);
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    parameters.forEach(
        (name, value) -> {
          given.set(
              name,
              schema
                  .map(declared -> declared.typed(name, value))
                  .orElseGet(() -> JsonNodeFactory.instance.stringNode(value)));
          if (!NAME.matcher(name).matches()) {
            problems.add(
                new OptionProblem(
                    Pointers.below("", name),
                    "must be letters, digits and _ and must not begin with a digit: it names a"
                        + " variable",
                    Optional.empty()));
          }
        });
    schema.ifPresent(
        declared ->
            problems.addAll(
                declared.resolve(JsonNodeFactory.instance.objectNode(), given).problems()));
    return problems;
  }

  /** The names that a plan declares. */
  public static Set<String> names(PlanSpec plan) {
    return plan.parameters()
        .map(schema -> Set.copyOf(OptionsSchema.of(schema).properties()))
        .orElse(Set.of());
  }
}
