package dev.meridian.controlplane.apidocument;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** The schema of problem documents (RFC 9457), as the one mapping of exceptions writes them. */
@Component
class ProblemSchema implements OpenApiCustomizer {
  static final String REFERENCE = "#/components/schemas/Problem";

  @Override
  public void customise(OpenAPI document) {
    if (document.getComponents() == null) {
      return;
    }
    Schema<?> field =
        object()
            .description("What is wrong with one field of the request.")
            .addProperty("pointer", text("JSON pointer into the request's body."))
            .addProperty("message", text(null));
    field.setRequired(List.of("message", "pointer"));
    Schema<?> errors = new JsonSchema();
    errors.setTypes(Set.of("array"));
    errors.setItems(new JsonSchema().$ref("#/components/schemas/FieldError"));
    Schema<?> status = new JsonSchema();
    status.setTypes(Set.of("integer"));
    Schema<?> problem =
        object()
            .description(
                "A problem (RFC 9457). Programs match on its type; some types have more members.")
            .addProperty("type", text("Stable identifier of the kind of problem.").format("uri"))
            .addProperty("title", text("The same for every problem of the type."))
            .addProperty("status", status)
            .addProperty("detail", text("The thing, the reason and the next step, for people."))
            .addProperty("instance", text("The path of the request."))
            .addProperty("traceId", text("Give it when you report the problem."))
            .addProperty("errors", errors);
    problem.setRequired(List.of("detail", "instance", "status", "title", "type"));
    document.getComponents().addSchemas("FieldError", field).addSchemas("Problem", problem);
  }

  private static Schema<?> object() {
    Schema<?> schema = new JsonSchema();
    schema.setTypes(Set.of("object"));
    return schema;
  }

  private static Schema<?> text(@org.jspecify.annotations.Nullable String description) {
    Schema<?> schema = new JsonSchema();
    schema.setTypes(Set.of("string"));
    schema.setDescription(description);
    return schema;
  }
}
