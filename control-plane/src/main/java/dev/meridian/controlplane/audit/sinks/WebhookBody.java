package dev.meridian.controlplane.audit.sinks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A parcel as JSON: the sink, the delivery and its events, the oldest first. */
final class WebhookBody {
  private static final List<String> TEXTS =
      List.of(
          "id",
          "tenant",
          "hash",
          "at",
          "action",
          "subject",
          "subjectId",
          "actor",
          "actorId",
          "origin",
          "originId",
          "behalf",
          "behalfId",
          "outcome",
          "result",
          "address",
          "before",
          "after",
          "traceId");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WebhookBody() {}

  static byte[] of(UUID sink, Parcel parcel) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("sink", sink.toString())
            .put("delivery", parcel.delivery().toString());
    ArrayNode events = body.putArray("events");
    parcel.events().forEach(event -> events.add(event(event)));
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode event(SinkEvent event) {
    ObjectNode json = JSON.createObjectNode().put("position", event.position());
    TEXTS.forEach(name -> event.value(name).ifPresent(value -> json.put(name, value)));
    event.value("detail").ifPresent(detail -> json.set("detail", JSON.readTree(detail)));
    return json;
  }
}
