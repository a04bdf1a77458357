package dev.meridian.tenancy.audit;

import java.security.KeyPair;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A log as the chainer would have made it, with a key of its own and anchors where asked. */
final class ChainFixture {
  static final UUID TENANT = new UUID(7, 7);
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final KeyPair KEYS = AnchorKeys.make();
  static final AnchorKeys.PublicKey KEY =
      new AnchorKeys.PublicKey(
          1, Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()));
  static final Trust TRUST = new Trust(List.of(KEY), List.of());

  record Row(
      long position,
      Sha256 previous,
      Sha256 payload,
      Sha256 hash,
      @Nullable ObjectNode event,
      Map<String, PersonalValue> personal) {
    Row at(long other) {
      return new Row(other, previous, payload, hash, event, personal);
    }

    Row with(@Nullable ObjectNode other) {
      return new Row(position, previous, payload, hash, other, personal);
    }

    Row with(Map<String, PersonalValue> other) {
      return new Row(position, previous, payload, hash, event, other);
    }
  }

  private ChainFixture() {}

  /** A whole chain; {@code history} tells histories of the same length apart. */
  static List<Row> chain(int length, String history) {
    List<Row> rows = new ArrayList<>();
    Sha256 previous = ChainHashes.genesis(TENANT);
    for (int position = 1; position <= length; position++) {
      Row row = row(position, previous, event(position, history));
      rows.add(row);
      previous = row.hash();
    }
    return rows;
  }

  static Row row(long position, Sha256 previous, ObjectNode event) {
    Sha256 payload = ChainHashes.payload(event);
    return new Row(
        position,
        previous,
        payload,
        ChainHashes.link(TENANT, position, previous, payload),
        event,
        Map.of("actor", actor(position)));
  }

  static ObjectNode event(long number, String history) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("id", new UUID(1, number).toString())
        .put("action", "instance.install")
        .put("history", history)
        .putObject("commitments")
        .put("actor", ChainHashes.commitment("actor", salt(number), "person-" + number).hex());
    return event;
  }

  static PersonalValue actor(long number) {
    return new PersonalValue(HexFormat.of().formatHex(salt(number)), "person-" + number);
  }

  private static byte[] salt(long number) {
    return Sha256.digest(new byte[] {(byte) number}).bytes();
  }

  static ChainHead head(List<Row> rows) {
    return new ChainHead(rows.getLast().position(), rows.getLast().hash());
  }

  /** An anchor of this head among those of others. */
  static Anchor anchor(ChainHead head) {
    return anchor(head, "2026-11-21", null);
  }

  /** The anchor of a day that follows another one. */
  static Anchor anchor(ChainHead head, String day, @Nullable Anchor before) {
    List<Sha256> leaves = new ArrayList<>();
    for (int other = 0; other < 5; other++) {
      leaves.add(
          ChainHashes.leaf(
              other == 3 ? TENANT : new UUID(9, other),
              other == 3 ? head : new ChainHead(1, Sha256.digest(new byte[other]))));
    }
    MerkleTree tree = new MerkleTree(leaves);
    String statement =
        new AnchorStatement(
                LocalDate.parse(day),
                NOW.truncatedTo(ChronoUnit.DAYS),
                5,
                tree.root(),
                before == null
                    ? null
                    : AnchorStatement.parse(before.statement()).orElseThrow().name(),
                1)
            .canonical();
    return new Anchor(
        statement,
        HexFormat.of().formatHex(AnchorKeys.sign(KEYS.getPrivate().getEncoded(), statement)),
        head,
        3,
        tree.path(3));
  }

  /** The log of these rows, by way of the lines of an export. */
  static ExportedLog export(List<Row> rows, List<Anchor> anchors, ChainHead head) {
    List<String> lines = new ArrayList<>();
    lines.add(ExportLines.begin(TENANT, "acme", NOW, List.of(KEY)).toString());
    for (Row row : rows) {
      lines.add(
          ExportLines.entry(
                  row.position(),
                  row.previous(),
                  row.payload(),
                  row.hash(),
                  row.event(),
                  row.personal())
              .toString());
    }
    anchors.forEach(anchor -> lines.add(ExportLines.anchor(anchor).toString()));
    lines.add(ExportLines.end(head).toString());
    return ExportReader.read(lines.stream());
  }

  static List<String> verdicts(List<Row> rows, List<Anchor> anchors, ChainHead head) {
    return verdicts(export(rows, anchors, head), TRUST);
  }

  static List<String> verdicts(ExportedLog log, Trust trust) {
    return Verification.of(log, trust).stream()
        .map(verdict -> verdict.kind() + " " + verdict.position())
        .toList();
  }
}
