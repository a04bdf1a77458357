package dev.meridian.tenancy.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is signed once a day: the root over the heads of all chains, and the statement before it.
 *
 * @param day in UTC
 * @param heads how many chains there were
 * @param previous names the statement before; null for the first one
 * @param key version of the key that signs
 */
public record AnchorStatement(
    LocalDate day, Instant madeAt, int heads, Sha256 root, @Nullable Sha256 previous, int key) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TYPE = "meridian-audit-anchor/1";

  /** The text that is signed. */
  public String canonical() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", TYPE)
        .put("day", day.toString())
        .put("madeAt", madeAt.toString())
        .put("heads", heads)
        .put("root", root.hex())
        .put("key", key);
    if (previous != null) {
      node.put("previous", previous.hex());
    }
    return CanonicalJson.text(node);
  }

  /** By what the next statement names this one. */
  public Sha256 name() {
    return ChainHashes.statement(canonical());
  }

  /** Reads {@link #canonical}; empty when it is none, or is not written as we write it. */
  public static Optional<AnchorStatement> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      AnchorStatement statement =
          new AnchorStatement(
              LocalDate.parse(node.path("day").asString("")),
              Instant.parse(node.path("madeAt").asString("")),
              node.path("heads").asInt(),
              new Sha256(node.path("root").asString("")),
              node.has("previous") ? new Sha256(node.path("previous").asString("")) : null,
              node.path("key").asInt());
      return Optional.of(statement).filter(read -> read.canonical().equals(text));
    } catch (JacksonException
        | IllegalArgumentException
        | java.time.format.DateTimeParseException notOurs) {
      return Optional.empty();
    }
  }
}
