package dev.meridian.spec.options;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values for required options without a default, good enough to render a template with. */
final class Samples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SchemaTree tree;
  private int seen;

  Samples(SchemaTree tree) {
    this.tree = tree;
  }

  /**
   * Adds to the values what is required and not there.
   *
   * @throws DefaultValues.TooMany when that does not end
   */
  ObjectNode fill(JsonNode schema, ObjectNode values, int depth) {
    if (++seen > DefaultValues.MAX_OPTIONS) {
      throw new DefaultValues.TooMany();
    }
    if (depth > ObjectMerge.MAX_DEPTH) {
      return values;
    }
    Map<String, JsonNode> properties = tree.properties(schema);
    for (JsonNode required : tree.resolved(schema).path("required")) {
      String name = required.asString("");
      JsonNode property = properties.get(name);
      if (property != null && !values.has(name)) {
        values.set(name, sample(property));
      }
    }
    properties.forEach(
        (name, property) -> {
          if (values.get(name) instanceof ObjectNode object) {
            values.set(name, fill(property, object, depth + 1));
          }
        });
    return values;
  }

  private JsonNode sample(JsonNode property) {
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
