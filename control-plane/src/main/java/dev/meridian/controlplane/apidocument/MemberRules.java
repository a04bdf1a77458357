package dev.meridian.controlplane.apidocument;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/**
 * Marks members as required and as nullable by the nullness of the records. What is only answered
 * is always there, null or not; what is sent may be left out where null is allowed.
 */
@Component
class MemberRules implements OpenApiCustomizer {
  private final RecordSchemas records;

  MemberRules(RecordSchemas records) {
    this.records = records;
  }

  @Override
  public void customise(OpenAPI document) {
    if (document.getComponents() == null || document.getComponents().getSchemas() == null) {
      return;
    }
    records.checkNames();
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    Set<String> sent = sent(document, schemas);
    schemas.forEach(
        (name, schema) ->
            records
                .record(name)
                .ifPresent(record -> mark(schema, RecordMember.of(record), sent.contains(name))));
  }

  private static void mark(Schema<?> schema, List<RecordMember> members, boolean sent) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties == null) {
      return;
    }
    // A record's own methods (isRoot) are no members.
    properties.keySet().retainAll(members.stream().map(RecordMember::name).toList());
    Set<String> required = new TreeSet<>();
    for (RecordMember member : members) {
      Schema<?> property = properties.get(member.name());
      if (property == null) {
        continue;
      }
      if (member.nullable() && (sent || member.alwaysAnswered())) {
        properties.put(member.name(), nullable(property));
      }
      if (sent ? !member.mayBeLeftOut() : member.alwaysAnswered()) {
        required.add(member.name());
      }
    }
    schema.setRequired(required.isEmpty() ? null : new ArrayList<>(required));
    if (sent) {
      // A member with a wrong name would else be left out in silence.
      schema.setAdditionalProperties(false);
    }
  }

  private static Schema<?> nullable(Schema<?> property) {
    if (property.get$ref() != null) {
      Schema<?> nothing = new JsonSchema();
      nothing.setTypes(Set.of("null"));
      Schema<?> either = new JsonSchema();
      either.setOneOf(List.of(property, nothing));
      return either;
    }
    Set<String> types = property.getTypes();
    if (types != null && !types.isEmpty()) {
      Set<String> withNull = new LinkedHashSet<>(types);
      withNull.add("null");
      property.setTypes(withNull);
    }
    return property;
  }

  /** The schemas that request bodies are made of. */
  private static Set<String> sent(OpenAPI document, Map<String, Schema> schemas) {
    Set<String> found = new HashSet<>();
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .map(Operation::getRequestBody)
        .filter(body -> body != null && body.getContent() != null)
        .forEach(body -> collect(body.getContent(), schemas, found));
    return found;
  }

  private static void collect(Content content, Map<String, Schema> schemas, Set<String> found) {
    content.values().forEach(media -> collect(media.getSchema(), schemas, found));
  }

  private static void collect(
      @Nullable Schema<?> schema, Map<String, Schema> schemas, Set<String> found) {
    if (schema == null) {
      return;
    }
    if (schema.get$ref() != null) {
      String name = RecordSchemas.name(schema.get$ref());
      if (found.add(name)) {
        collect(schemas.get(name), schemas, found);
      }
      return;
    }
    collect(schema.getItems(), schemas, found);
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(property -> collect(property, schemas, found));
    }
  }
}
