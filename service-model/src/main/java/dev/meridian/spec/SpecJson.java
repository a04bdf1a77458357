package dev.meridian.spec;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specs as they are stored: {@code {"schema": 1, "spec": {…}}}. What was written by an older
 * version is lifted by one upcaster per schema number, so a stored spec can always be read.
 */
public final class SpecJson {
  /** The schema that is written. */
  public static final int SCHEMA = 1;

  /** By the schema number that each one reads; its result has the next number. */
  private static final Map<Integer, UnaryOperator<ObjectNode>> UPCASTERS = Map.of();

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private SpecJson() {}

  public static String write(ServiceSpec spec) {
    ObjectNode stored = JSON.createObjectNode();
    stored.put("schema", SCHEMA);
    stored.set("spec", tree(spec));
    return JSON.writeValueAsString(stored);
  }

  /**
   * Reads a stored spec of this or an older schema.
   *
   * @throws IllegalArgumentException when the text is no stored spec or of a newer schema
   */
  public static ServiceSpec read(String json) {
    try {
      JsonNode stored = JSON.readTree(json);
      JsonNode spec = stored.get("spec");
      int schema = stored.path("schema").asInt(0);
      if (!(spec instanceof ObjectNode object) || schema < 1) {
        throw new IllegalArgumentException("not a stored spec: it lacks \"schema\" or \"spec\"");
      }
      return JSON.treeToValue(lift(object, schema), ServiceSpec.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a stored spec: " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode lift(ObjectNode spec, int schema) {
    if (schema > SCHEMA) {
      throw new IllegalArgumentException(
          "the stored spec has schema "
              + schema
              + ", newer than "
              + SCHEMA
              + "; a newer Meridian wrote it, use that one");
    }
    ObjectNode lifted = spec;
    for (int from = schema; from < SCHEMA; from++) {
      UnaryOperator<ObjectNode> upcaster = UPCASTERS.get(from);
      if (upcaster == null) {
        throw new IllegalArgumentException("stored specs of schema " + from + " are not readable");
      }
      lifted = upcaster.apply(lifted);
    }
    return lifted;
  }

  static JsonNode tree(ServiceSpec spec) {
    return JSON.valueToTree(spec);
  }
}
