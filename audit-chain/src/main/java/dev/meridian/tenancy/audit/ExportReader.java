package dev.meridian.tenancy.audit;

import dev.meridian.tenancy.audit.ExportedLog.Link;
import dev.meridian.tenancy.audit.ExportedLog.Pending;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an export line by line and keeps of each event only its hash. */
public final class ExportReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<Link> links = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Anchor> anchors = new ArrayList<>();
  private final List<AnchorKeys.PublicKey> keys = new ArrayList<>();
  private @Nullable UUID tenant;
  private Instant exportedAt = Instant.EPOCH;
  private @Nullable ChainHead head;
  private long number;

  private ExportReader() {}

  /**
   * Reads all lines.
   *
   * @throws NotAnExportException for a line that no export has
   */
  public static ExportedLog read(Stream<String> lines) {
    ExportReader reader = new ExportReader();
    lines.forEachOrdered(reader::accept);
    if (reader.tenant == null) {
      throw new NotAnExportException(1, "it does not begin with a line of type export");
    }
    return new ExportedLog(
        reader.tenant,
        reader.exportedAt,
        reader.links,
        reader.pending,
        reader.anchors,
        reader.head,
        reader.keys);
  }

  private void accept(String text) {
    number++;
    if (text.isBlank()) {
      return;
    }
    try {
      JsonNode line = JSON.readTree(text);
      String type = line.path("type").asString("");
      if ((tenant == null) != type.equals("export")) {
        throw new NotAnExportException(
            number, "the first line, and no other one, must be of type export");
      }
      switch (type) {
        case "export" -> begin(line);
        case "entry" -> links.add(link(line));
        case "pending" -> pending.add(pending(line.path("event")));
        case "anchor" -> anchors.add(anchor(line));
        case "head" -> head = head(line);
        default -> throw new NotAnExportException(number, "the type '" + type + "' is not known");
      }
    } catch (JacksonException | IllegalArgumentException | DateTimeException wrong) {
      throw new NotAnExportException(
          number, String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""), wrong);
    }
  }

  private void begin(JsonNode line) {
    if (!line.path("format").asString("").equals(ExportLines.FORMAT)) {
      throw new NotAnExportException(number, "the format is not " + ExportLines.FORMAT);
    }
    tenant = UUID.fromString(line.path("tenant").asString(""));
    exportedAt = Instant.parse(line.path("exportedAt").asString(""));
    for (JsonNode key : line.path("keys")) {
      keys.add(new AnchorKeys.PublicKey(key.path("version").asInt(), text(key, "key")));
    }
  }

  private static Link link(JsonNode line) {
    JsonNode event = line.path("event");
    return Link.of(
        position(line),
        hash(line, "previous"),
        hash(line, "payload"),
        hash(line, "hash"),
        event.isObject() ? event : null,
        personal(line.path("personal")));
  }

  private static Map<String, PersonalValue> personal(JsonNode values) {
    Map<String, PersonalValue> personal = new HashMap<>();
    values
        .properties()
        .forEach(
            value ->
                personal.put(
                    value.getKey(),
                    new PersonalValue(
                        text(value.getValue(), "salt"), text(value.getValue(), "value"))));
    return personal;
  }

  private static Pending pending(JsonNode event) {
    return new Pending(UUID.fromString(text(event, "id")), Instant.parse(text(event, "at")));
  }

  private static Anchor anchor(JsonNode line) {
    List<Sha256> path = new ArrayList<>();
    line.path("path").forEach(hash -> path.add(new Sha256(hash.asString(""))));
    return new Anchor(
        text(line, "statement"),
        text(line, "signature"),
        new ChainHead(position(line), hash(line, "hash")),
        line.path("leaf").asInt(),
        path);
  }

  private static ChainHead head(JsonNode line) {
    long position = line.path("position").asLong();
    return new ChainHead(position, position == 0 ? new Sha256("0".repeat(64)) : hash(line, "hash"));
  }

  private static long position(JsonNode line) {
    long position = line.path("position").asLong();
    if (position < 1) {
      throw new IllegalArgumentException("the position is not a number from 1");
    }
    return position;
  }

  private static Sha256 hash(JsonNode line, String member) {
    return new Sha256(text(line, member));
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isString()) {
      throw new IllegalArgumentException("the member '" + member + "' is not a text");
    }
    return value.stringValue();
  }
}
