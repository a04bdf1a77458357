package dev.meridian.spec.options;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the defaults of a schema. References can make few lines declare any number of options.
 */
final class DefaultValues {
  static final int MAX_OPTIONS = 10_000;

  private final SchemaTree tree;
  private int seen;

  DefaultValues(SchemaTree tree) {
    this.tree = tree;
  }

  /**
   * The defaults of an object schema, without objects that would be empty.
   *
   * @throws TooMany when the schema declares more options than anybody can mean
   */
  ObjectNode of(JsonNode schema) {
    return of(schema, 0);
  }

  private ObjectNode of(JsonNode schema, int depth) {
    ObjectNode defaults = JsonNodeFactory.instance.objectNode();
    if (depth > ObjectMerge.MAX_DEPTH) {
      return defaults;
    }
    tree.properties(schema)
        .forEach(
            (name, property) -> {
              if (++seen > MAX_OPTIONS) {
                throw new TooMany();
              }
              ObjectNode below = of(property, depth + 1);
              Optional<JsonNode> own = tree.ownDefault(property);
              if (own.isPresent() && own.get() instanceof ObjectNode object) {
                defaults.set(name, ObjectMerge.merge(below, object));
              } else if (own.isPresent()) {
                defaults.set(name, own.get().deepCopy());
              } else if (!below.isEmpty()) {
                defaults.set(name, below);
              }
            });
    return defaults;
  }

  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super(
          "declares more than "
              + MAX_OPTIONS
              + " options; does a property refer to its own schema?");
    }
  }
}
