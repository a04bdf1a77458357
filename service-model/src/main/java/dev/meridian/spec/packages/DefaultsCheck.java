package dev.meridian.spec.packages;

import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.options.OptionProblem;
import dev.meridian.spec.options.OptionsSchema;
import dev.meridian.spec.options.ResolvedOptions;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A default that its own schema refuses would make every installation fail. */
final class DefaultsCheck {
  private DefaultsCheck() {}

  static void check(OptionsSchema schema, String text, List<SpecProblem> problems) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    ResolvedOptions resolved = schema.resolve(nothing, nothing);
    JsonPlaces places = JsonPlaces.of(text);
    for (OptionProblem problem : resolved.problems()) {
      JsonNode value = resolved.values().at(problem.pointer());
      // A required option without a default is for the tenant to give.
      if (!value.isObject() && !value.isMissingNode()) {
        problems.add(
            places.error(
                PackageDefinition.OPTIONS_FILE,
                schemaPointer(problem.pointer()),
                "the default is not valid: " + problem.message(),
                0,
                0));
      }
    }
  }

  private static String schemaPointer(String pointer) {
    return pointer.replace("/", "/properties/") + "/default";
  }
}
