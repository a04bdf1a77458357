package dev.meridian.spec.options;

import dev.meridian.spec.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds options that the schema does not declare, and secrets that are no references. */
final class OptionNames {
  private final SchemaTree tree;
  private final List<OptionProblem> problems = new ArrayList<>();
  private final Set<String> reported = new LinkedHashSet<>();
  private final Set<String> secretPointers = new LinkedHashSet<>();

  OptionNames(SchemaTree tree) {
    this.tree = tree;
  }

  void walk(JsonNode schema, ObjectNode values) {
    walk("", schema, values, 0);
  }

  private void walk(String pointer, JsonNode schema, ObjectNode values, int depth) {
    if (depth > ObjectMerge.MAX_DEPTH) {
      report(
          pointer, "is nested deeper than " + ObjectMerge.MAX_DEPTH + " levels", Optional.empty());
      return;
    }
    Map<String, JsonNode> declared = tree.properties(schema);
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      String below = Pointers.below(pointer, entry.getKey());
      JsonNode property = declared.get(entry.getKey());
      if (property == null) {
        if (!tree.allowsUndeclared(schema, entry.getKey())) {
          report(below, "unknown option", NearestName.of(entry.getKey(), declared.keySet()));
        }
      } else if (tree.isSecret(property)) {
        secret(below, entry.getValue());
      } else if (entry.getValue() instanceof ObjectNode object) {
        walk(below, property, object, depth + 1);
      }
    }
  }

  private void secret(String pointer, JsonNode value) {
    if (SecretReference.path(value.asString("")).isPresent()) {
      secretPointers.add(pointer);
    } else {
      report(
          pointer,
          "is a secret: put the value into the secret store and give a reference to it, such as"
              + " secret:kafka/admin-password",
          Optional.empty());
    }
  }

  private void report(String pointer, String message, Optional<String> suggestion) {
    reported.add(pointer);
    problems.add(new OptionProblem(pointer, message, suggestion));
  }

  List<OptionProblem> problems() {
    return problems;
  }

  boolean isReported(String pointer) {
    return reported.contains(pointer);
  }

  Set<String> secretPointers() {
    return secretPointers;
  }
}
