package dev.meridian.cli.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON text to trees and back. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /**
   * Parses a document; an empty text is the missing node.
   *
   * @throws JacksonException when the text is no JSON
   */
  public static JsonNode parse(String text) {
    return text.isBlank() ? JsonNodeFactory.instance.missingNode() : MAPPER.readTree(text);
  }

  public static String compact(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  public static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array(List<? extends JsonNode> items) {
    return JsonNodeFactory.instance.arrayNode().addAll(items);
  }

  /** An array of texts. */
  public static ArrayNode texts(List<String> items) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items.forEach(array::add);
    return array;
  }

  /** The text at a JSON pointer; empty when there is none. */
  public static String text(JsonNode node, String pointer) {
    JsonNode found = node.at(pointer);
    return found.isMissingNode() || found.isNull() ? "" : found.asString();
  }

  /** Puts a value that the caller gave; one that was not given is left to the server. */
  public static void putGiven(ObjectNode object, String name, @Nullable String value) {
    if (value != null) {
      object.put(name, value);
    }
  }
}
