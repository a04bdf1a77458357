package dev.meridian.spec.options;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Merges objects name by name; everything else is replaced as a whole. */
final class ObjectMerge {
  /** Deeper options are nobody's; hostile ones end here. */
  static final int MAX_DEPTH = 50;

  private ObjectMerge() {}

  static ObjectNode merge(ObjectNode lower, ObjectNode upper) {
    return merge(lower, upper, 0);
  }

  private static ObjectNode merge(ObjectNode lower, ObjectNode upper, int depth) {
    ObjectNode merged = lower.deepCopy();
    for (Map.Entry<String, JsonNode> entry : upper.properties()) {
      JsonNode below = merged.get(entry.getKey());
      boolean both =
          below instanceof ObjectNode
              && entry.getValue() instanceof ObjectNode
              && depth < MAX_DEPTH;
      merged.set(
          entry.getKey(),
          both
              ? merge((ObjectNode) below, (ObjectNode) entry.getValue(), depth + 1)
              : entry.getValue().deepCopy());
    }
    return merged;
  }

  static Map<String, Origin> origins(ObjectNode values, JsonNode stored, JsonNode given) {
    Map<String, Origin> origins = new LinkedHashMap<>();
    origins("", values, stored, given, origins, 0);
    return origins;
  }

  private static void origins(
      String pointer,
      JsonNode value,
      JsonNode stored,
      JsonNode given,
      Map<String, Origin> origins,
      int depth) {
    if (value instanceof ObjectNode object && !object.isEmpty() && depth <= MAX_DEPTH) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        origins(
            Pointers.below(pointer, entry.getKey()),
            entry.getValue(),
            below(stored, entry.getKey()),
            below(given, entry.getKey()),
            origins,
            depth + 1);
      }
    } else if (!pointer.isEmpty()) {
      Origin upper = stored.isMissingNode() ? Origin.DEFAULT : Origin.STORED;
      origins.put(pointer, given.isMissingNode() ? upper : Origin.GIVEN);
    }
  }

  private static JsonNode below(JsonNode node, String name) {
    return node instanceof ObjectNode ? node.path(name) : MissingNode.getInstance();
  }
}
