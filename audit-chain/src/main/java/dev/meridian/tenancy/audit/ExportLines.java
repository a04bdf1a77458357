package dev.meridian.tenancy.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of an export, each a JSON object: one {@code export}, the {@code entry} lines by
 * position, {@code pending} events that wait for the chain, {@code anchor} lines, one {@code head}.
 */
public final class ExportLines {
  static final String FORMAT = "meridian-audit-export/1";

  private ExportLines() {}

  /** The first line. */
  public static ObjectNode begin(
      UUID tenant, String path, Instant exportedAt, List<AnchorKeys.PublicKey> keys) {
    ObjectNode line = line("export");
    line.put("format", FORMAT)
        .put("tenant", tenant.toString())
        .put("path", path)
        .put("exportedAt", exportedAt.toString());
    ArrayNode list = line.putArray("keys");
    keys.forEach(
        key ->
            list.addObject()
                .put("version", key.version())
                .put("algorithm", "Ed25519")
                .put("key", key.key())
                .put("fingerprint", key.fingerprint()));
    return line;
  }

  /**
   * An entry of the chain with its event and what of its personal values is not erased.
   *
   * @param event null when it is gone
   */
  public static ObjectNode entry(
      long position,
      Sha256 previous,
      Sha256 payload,
      Sha256 hash,
      @Nullable JsonNode event,
      Map<String, PersonalValue> personal) {
    ObjectNode line = line("entry");
    line.put("position", position)
        .put("previous", previous.hex())
        .put("payload", payload.hex())
        .put("hash", hash.hex());
    line.set("event", event == null ? JsonNodeFactory.instance.nullNode() : event);
    line.set("personal", personal(personal));
    return line;
  }

  /** An event that is not in the chain yet. */
  public static ObjectNode pending(JsonNode event, Map<String, PersonalValue> personal) {
    ObjectNode line = line("pending");
    line.set("event", event);
    line.set("personal", personal(personal));
    return line;
  }

  public static ObjectNode anchor(Anchor anchor) {
    ObjectNode line = line("anchor");
    line.put("statement", anchor.statement())
        .put("signature", anchor.signature())
        .put("position", anchor.head().position())
        .put("hash", anchor.head().hash().hex())
        .put("leaf", anchor.leaf());
    ArrayNode path = line.putArray("path");
    anchor.path().forEach(hash -> path.add(hash.hex()));
    return line;
  }

  /**
   * The last line.
   *
   * @param head null for a chain without an entry
   */
  public static ObjectNode end(@Nullable ChainHead head) {
    return line("head")
        .put("position", head == null ? 0 : head.position())
        .put("hash", head == null ? "" : head.hash().hex());
  }

  private static ObjectNode personal(Map<String, PersonalValue> values) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (field, value) ->
            all.putObject(field).put("salt", value.salt()).put("value", value.value()));
    return all;
  }

  private static ObjectNode line(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
