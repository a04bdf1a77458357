package dev.meridian.controlplane.apidocument;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Remembers which record each schema was made from, and shows JSON trees as what they are. */
@Component
class RecordSchemas implements ModelConverter {
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, Class<?>> records = new ConcurrentHashMap<>();
  private final Set<String> twice = ConcurrentHashMap.newKeySet();

  /**
   * Passes when no two records go by one name.
   *
   * @throws IllegalStateException naming those that do
   */
  void checkNames() {
    if (!twice.isEmpty()) {
      throw new IllegalStateException(
          "Two records have one name in the API's document; give one of them @Schema(name): "
              + twice);
    }
  }

  /** The record behind the schema of a name; empty for other types. */
  Optional<Class<?>> record(String schema) {
    return Optional.ofNullable(records.get(schema));
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = TypeFactory.defaultInstance().constructType(type.getType());
    Class<?> raw = java.getRawClass();
    if (JsonNode.class.isAssignableFrom(raw)) {
      return tree(raw);
    }
    Schema<?> made = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    if (made != null && raw.isRecord()) {
      String name = made.get$ref() == null ? made.getName() : name(made.get$ref());
      if (name != null) {
        Class<?> before = records.put(name, raw);
        if (before != null && before != raw) {
          twice.add("%s is %s and %s".formatted(name, before.getName(), raw.getName()));
        }
      }
    }
    return made;
  }

  static String name(String reference) {
    return reference.startsWith(REFERENCE) ? reference.substring(REFERENCE.length()) : reference;
  }

  private static Schema<?> tree(Class<?> raw) {
    Schema<?> any = new JsonSchema();
    if (ObjectNode.class.isAssignableFrom(raw)) {
      any.setTypes(Set.of("object"));
      any.setAdditionalProperties(true);
    }
    return any;
  }
}
