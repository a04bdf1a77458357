package dev.meridian.spec.options;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values for required options without a default, good enough to render a template with. */
final class Samples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Samples() {}

  static ObjectNode fill(SchemaTree tree, JsonNode schema, ObjectNode values, int depth) {
    if (depth > ObjectMerge.MAX_DEPTH) {
      return values;
    }
    Map<String, JsonNode> properties = tree.properties(schema);
    for (JsonNode required : tree.resolved(schema).path("required")) {
      String name = required.asString("");
      JsonNode property = properties.get(name);
      if (property != null && !values.has(name)) {
        values.set(name, sample(tree, property));
      }
    }
    properties.forEach(
        (name, property) -> {
          if (values.get(name) instanceof ObjectNode object) {
            values.set(name, fill(tree, property, object, depth + 1));
          }
        });
    return values;
  }

  private static JsonNode sample(SchemaTree tree, JsonNode property) {
    JsonNode schema = tree.resolved(property);
    if (tree.isSecret(schema)) {
      return JSON.stringNode(SecretReference.of("sample"));
    }
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").get(0).deepCopy();
    }
    return switch (schema.path("type").asString("string")) {
      case "integer", "number" -> JSON.numberNode(schema.path("minimum").asInt(1));
      case "boolean" -> JSON.booleanNode(false);
      case "array" -> JSON.arrayNode();
      case "object" -> JSON.objectNode();
      default -> JSON.stringNode("sample");
    };
  }
}
