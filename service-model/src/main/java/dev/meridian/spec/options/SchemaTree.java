package dev.meridian.spec.options;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says about the names of options. Validity of values is the validator's; here is
 * only which properties are declared where, through references and combinations.
 */
final class SchemaTree {
  private static final int MAX_REFERENCES = 20;
  private static final List<String> ALTERNATIVES = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> CONDITIONS = List.of("then", "else");

  private final JsonNode root;

  SchemaTree(JsonNode root) {
    this.root = root;
  }

  /** The declared properties of an object schema, in file order. */
  Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    collect(schema, properties, Collections.newSetFromMap(new IdentityHashMap<>()));
    return properties;
  }

  /** Each part is visited once, however often schemas refer to each other. */
  private void collect(JsonNode schema, Map<String, JsonNode> properties, Set<JsonNode> visited) {
    if (!schema.isObject() || !visited.add(schema)) {
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      properties.putIfAbsent(property.getKey(), property.getValue());
    }
    reference(schema).ifPresent(target -> collect(target, properties, visited));
    for (String keyword : ALTERNATIVES) {
      for (JsonNode alternative : schema.path(keyword)) {
        collect(alternative, properties, visited);
      }
    }
    for (String keyword : CONDITIONS) {
      collect(schema.path(keyword), properties, visited);
    }
  }

  /** A schema with its local references followed. */
  JsonNode resolved(JsonNode schema) {
    JsonNode current = schema;
    for (int i = 0; i < MAX_REFERENCES; i++) {
      Optional<JsonNode> target = reference(current);
      if (target.isEmpty()) {
        return current;
      }
      current = target.get();
    }
    return current;
  }

  private Optional<JsonNode> reference(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    if (!reference.startsWith("#/")) {
      return Optional.empty();
    }
    JsonNode target = root;
    for (String name : reference.substring(2).split("/")) {
      target = target.path(name.replace("~1", "/").replace("~0", "~"));
    }
    return target.isMissingNode() ? Optional.empty() : Optional.of(target);
  }

  /** True when an object may have a property that is not declared. */
  boolean allowsUndeclared(JsonNode schema, String name) {
    JsonNode object = resolved(schema);
    boolean matched =
        object.path("patternProperties").propertyNames().stream()
            .anyMatch(pattern -> finds(pattern, name));
    if (matched) {
      return true;
    }
    JsonNode additional = object.path("additionalProperties");
    if (additional.isMissingNode()) {
      return properties(object).isEmpty() && !object.has("patternProperties");
    }
    return additional.isObject() || additional.asBoolean(false);
  }

  private static boolean finds(String pattern, String name) {
    try {
      return Pattern.compile(pattern).matcher(name).find();
    } catch (PatternSyntaxException e) {
      // The validator refuses the schema for it; what cannot match declares nothing.
      return false;
    }
  }

  /** The property's own default; empty when there is none. */
  Optional<JsonNode> ownDefault(JsonNode schema) {
    return Optional.ofNullable(schema.get("default"))
        .or(() -> Optional.ofNullable(resolved(schema).get("default")));
  }

  boolean isSecret(JsonNode schema) {
    return resolved(schema).path("format").asString("").equals(SecretReference.FORMAT);
  }
}
