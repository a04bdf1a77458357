package dev.meridian.tenancy.audit;

import static dev.meridian.tenancy.audit.ChainFixture.TRUST;
import static dev.meridian.tenancy.audit.ChainFixture.anchor;
import static dev.meridian.tenancy.audit.ChainFixture.chain;
import static dev.meridian.tenancy.audit.ChainFixture.event;
import static dev.meridian.tenancy.audit.ChainFixture.export;
import static dev.meridian.tenancy.audit.ChainFixture.head;
import static dev.meridian.tenancy.audit.ChainFixture.row;
import static dev.meridian.tenancy.audit.ChainFixture.verdicts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.audit.ChainFixture.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class VerificationTest {
  private final List<Row> rows = new ArrayList<>(chain(8, "true"));
  private final ChainHead head = head(rows);

  @Test
  void findsNothingInAWholeLog() {
    assertThat(verdicts(rows, List.of(anchor(head(rows.subList(0, 5)))), head)).isEmpty();
    assertThat(verdicts(List.of(), List.of(), new ChainHead(0, head.hash()))).isEmpty();
  }

  @Test
  void staysWholeWhenPersonalValuesAreErased() {
    rows.replaceAll(row -> row.with(Map.of()));

    assertThat(verdicts(rows, List.of(), head)).isEmpty();
  }

  @Test
  void tellsAChangedEvent() {
    rows.set(3, rows.get(3).with(event(4, "false")));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAChangedPersonalValue() {
    rows.set(
        3,
        rows.get(3)
            .with(Map.of("actor", new PersonalValue(ChainFixture.actor(4).salt(), "mallory"))));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAnEventThatWasRewrittenTogetherWithItsEntry() {
    rows.set(3, row(4, rows.get(2).hash(), event(4, "false")));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAChangedEntry() {
    Row row = rows.get(3);
    rows.set(
        3,
        new Row(
            4,
            row.previous(),
            ChainHashes.payload(event(4, "false")),
            row.hash(),
            event(4, "false"),
            row.personal()));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("EDITED 4");
  }

  @Test
  void tellsADroppedEntryAndADroppedEvent() {
    rows.remove(3);
    assertThat(verdicts(rows, List.of(), head)).containsExactly("MISSING 4");

    rows.set(5, rows.get(5).with((@Nullable ObjectNode) null));
    assertThat(verdicts(rows, List.of(), head)).containsExactly("MISSING 4", "MISSING 7");
  }

  @Test
  void tellsEntriesThatChangedPlaces() {
    Row fourth = rows.get(3);
    rows.set(3, rows.get(4).at(4));
    rows.set(4, fourth.at(5));
    assertThat(verdicts(rows, List.of(), head)).containsExactly("REORDERED 4", "REORDERED 5");
  }

  @Test
  void tellsEventsThatChangedPlaces() {
    Row fourth = rows.get(3);
    rows.set(3, fourth.with(rows.get(6).event()).with(rows.get(6).personal()));
    rows.set(6, rows.get(6).with(fourth.event()).with(fourth.personal()));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("REORDERED 4", "REORDERED 7");
  }

  @Test
  void tellsLinesThatChangedPlaces() {
    Row fourth = rows.remove(3);
    rows.add(5, fourth);

    assertThat(verdicts(rows, List.of(), head)).containsExactly("REORDERED 4");
  }

  @Test
  void tellsACutTailByTheHeadAndByAnAnchorAndByAMissingHead() {
    List<Row> cut = rows.subList(0, 5);

    assertThat(verdicts(cut, List.of(), head)).containsExactly("TRUNCATED 6");
    assertThat(verdicts(cut, List.of(anchor(head)), head(cut))).containsExactly("TRUNCATED 6");
    assertThat(verdicts(withoutHead(export(cut, List.of(), head)), TRUST))
        .containsExactly("TRUNCATED 5");
    assertThat(verdicts(export(cut, List.of(), head(cut)), new Trust(List.of(), List.of(head))))
        .containsExactly("TRUNCATED 6");
  }

  private static ExportedLog withoutHead(ExportedLog log) {
    return new ExportedLog(
        log.tenant(), log.exportedAt(), log.links(), List.of(), List.of(), null, log.keys());
  }

  @Test
  void tellsARewrittenLogByItsAnchorAndByWhatWasSeenEarlier() {
    List<Row> other = chain(8, "false");

    assertThat(verdicts(other, List.of(anchor(head)), head(other)))
        .containsExactly("ANCHOR_MISMATCH 8");
    assertThat(verdicts(export(other, List.of(), head(other)), new Trust(List.of(), List.of(head))))
        .containsExactly("FORKED 8");
  }

  @Test
  void tellsAFork() {
    rows.add(5, row(5, rows.get(3).hash(), event(5, "false")));

    assertThat(verdicts(rows, List.of(), head)).containsExactly("FORKED 5");
  }

  @Test
  void tellsWhatWasAppendedByHand() {
    rows.add(row(9, head.hash(), event(9, "false")));
    assertThat(verdicts(rows, List.of(), head)).containsExactly("APPENDED_BY_HAND 9");

    ExportedLog log = export(chain(8, "true"), List.of(), head);
    List<ExportedLog.Pending> pending =
        List.of(
            new ExportedLog.Pending(new UUID(1, 1), log.exportedAt().minusSeconds(1)),
            new ExportedLog.Pending(
                new UUID(1, 2), log.exportedAt().minus(Verification.GRACE).minusSeconds(1)));
    assertThat(
            verdicts(
                new ExportedLog(
                    log.tenant(),
                    log.exportedAt(),
                    log.links(),
                    pending,
                    List.of(),
                    head,
                    List.of()),
                TRUST))
        .as("only what waits longer than the chainer may take")
        .containsExactly("APPENDED_BY_HAND 0");
    assertThat(Verification.GRACE).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void believesNoAnchorThatAnotherKeySigned() {
    AnchorKeys.PublicKey other =
        new AnchorKeys.PublicKey(
            1, Base64.getEncoder().encodeToString(AnchorKeys.make().getPublic().getEncoded()));

    assertThat(
            verdicts(
                export(rows, List.of(anchor(head)), head), new Trust(List.of(other), List.of())))
        .containsExactly("ANCHOR_MISMATCH 8");
  }

  @Test
  void believesNoAnchorThatWasMadeForAnotherHead() {
    Anchor genuine = anchor(head);
    ChainHead claimed = new ChainHead(5, rows.get(4).hash());
    Anchor moved =
        new Anchor(
            genuine.statement(), genuine.signature(), claimed, genuine.leaf(), genuine.path());

    assertThat(verdicts(rows, List.of(moved), head)).containsExactly("ANCHOR_MISMATCH 5");
  }

  @Test
  void saysWhichLineIsNoneOfAnExport() {
    String begin =
        ExportLines.begin(ChainFixture.TENANT, "a", ChainFixture.NOW, List.of()).toString();

    assertThatThrownBy(() -> ExportReader.read(Stream.of()))
        .isInstanceOf(NotAnExportException.class)
        .hasMessageContaining("Line 1");
    assertThatThrownBy(() -> ExportReader.read(Stream.of(begin, "{\"type\":\"entry\"}")))
        .hasMessageContaining("Line 2")
        .hasMessageContaining("position");
    assertThatThrownBy(
            () -> ExportReader.read(Stream.of(begin, "{\"type\":\"head\",\"type\":\"head\"}")))
        .isInstanceOf(NotAnExportException.class);
    assertThatThrownBy(() -> ExportReader.read(Stream.of("{\"type\":\"head\"}")))
        .isInstanceOf(NotAnExportException.class);
  }

  private Anchor day(int day, int length, @Nullable Anchor before) {
    return anchor(head(rows.subList(0, length)), "2026-11-0" + day, before);
  }

  @Test
  void passesAnchorsThatFollowEachOtherFromAnyDayOn() {
    Anchor first = day(1, 2, null);
    Anchor second = day(2, 4, first);
    Anchor third = day(4, 6, second);

    assertThat(verdicts(rows, List.of(first, second, third), head)).isEmpty();
    assertThat(verdicts(rows, List.of(second, third), head)).as("a younger log").isEmpty();
  }

  @Test
  void tellsAnAnchorThatIsGoneFromBetween() {
    Anchor first = day(1, 2, null);
    Anchor third = day(3, 6, day(2, 4, first));

    assertThat(verdicts(rows, List.of(first, third), head)).containsExactly("MISSING 6");
  }

  @Test
  void tellsTwoAnchorsThatFollowTheSameOneAndOneThatBeginsAnew() {
    Anchor first = day(1, 2, null);

    assertThat(verdicts(rows, List.of(first, day(2, 4, first), day(3, 6, first)), head))
        .containsExactly("FORKED 6");
    assertThat(verdicts(rows, List.of(first, day(2, 4, null)), head)).containsExactly("FORKED 4");
  }
}
