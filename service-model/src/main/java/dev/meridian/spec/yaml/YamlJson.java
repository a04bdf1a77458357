package dev.meridian.spec.yaml;

import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns YAML into the JSON that it means. */
public final class YamlJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private YamlJson() {}

  public static JsonNode of(YamlNode node) {
    return switch (node) {
      case YamlMap map -> {
        ObjectNode object = JSON.objectNode();
        map.entries().forEach(entry -> object.set(entry.key(), of(entry.value())));
        yield object;
      }
      case YamlList list -> {
        ArrayNode array = JSON.arrayNode();
        list.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case YamlScalar scalar -> scalar(scalar);
    };
  }

  private static JsonNode scalar(YamlScalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> JSON.stringNode(scalar.text());
      case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
      case NULL -> JSON.nullNode();
      case INTEGER, DECIMAL ->
          // Octal, hexadecimal, infinity and the like have no JSON number: they stay what they look
          // like.
          Scalars.decimal(scalar.text())
              .<JsonNode>map(YamlJson::number)
              .orElseGet(() -> JSON.stringNode(scalar.text()));
    };
  }

  private static JsonNode number(BigDecimal number) {
    return number.scale() <= 0
        ? JSON.numberNode(number.toBigIntegerExact())
        : JSON.numberNode(number);
  }
}
