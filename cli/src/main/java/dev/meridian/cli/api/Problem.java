package dev.meridian.cli.api;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a refusal says (RFC 9457).
 *
 * @param traceId empty when the answer has none
 * @param explanation why no node took a pod; the missing node when the refusal is not about that
 * @param document the whole answer, for {@code --json}
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String traceId,
    List<FieldError> errors,
    JsonNode explanation,
    JsonNode document) {

  /** One wrong field: a JSON pointer into what was sent, or file:line:column. */
  public record FieldError(String pointer, String message) {}

  /**
   * Reads an answer; one that holds no problem details (a proxy's page) becomes a plain problem.
   */
  static Problem of(int status, String body) {
    JsonNode document;
    try {
      document = Json.parse(body);
    } catch (JacksonException noJson) {
      document = Json.object();
    }
    if (!document.isObject()) {
      document = Json.object();
    }
    return new Problem(
        Json.text(document, "/type"),
        textOr(document, "/title", "The control plane answered " + status),
        document.path("status").asInt(status),
        textOr(document, "/detail", document.isEmpty() ? firstLine(body) : ""),
        Json.text(document, "/traceId"),
        StreamSupport.stream(document.path("errors").spliterator(), false)
            .map(
                error -> new FieldError(Json.text(error, "/pointer"), Json.text(error, "/message")))
            .toList(),
        document.path("explanation"),
        document);
  }

  private static String textOr(JsonNode document, String pointer, String otherwise) {
    String text = Json.text(document, pointer);
    return text.isEmpty() ? otherwise : text;
  }

  private static String firstLine(String body) {
    return body.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
