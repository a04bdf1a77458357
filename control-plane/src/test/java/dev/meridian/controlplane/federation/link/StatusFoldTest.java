package dev.meridian.controlplane.federation.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.federation.ObservedPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class StatusFoldTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final UUID AGENT = new UUID(0, 1);
  private static final UUID POD = new UUID(0, 2);
  private static final OwnedPod OWNED =
      new OwnedPod(
          AGENT,
          POD,
          new UUID(0, 3),
          new UUID(0, 4),
          3,
          2,
          "i",
          "p",
          "pod-0",
          1,
          0,
          0,
          0,
          null,
          new UUID(0, 5));

  @Property
  void aRepetitionChangesNothing(@ForAll("reports") List<Report> reports) {
    StatusFold once = fold(reports);
    List<Report> twice = new ArrayList<>(reports);
    twice.addAll(reports);
    StatusFold again = fold(twice);

    assertThat(again.rows()).isEqualTo(once.rows());
    assertThat(again.transitions()).isEqualTo(once.transitions());
  }

  @Property
  void theResultDoesNotDependOnHowReportsAreGrouped(@ForAll("reports") List<Report> reports) {
    StatusFold whole = fold(reports);
    List<ObservedRow> stored = List.of();
    List<StatusFold.Transition> transitions = new ArrayList<>();
    for (Report report : reports) {
      StatusFold step = new StatusFold(List.of(OWNED), stored, NOW);
      step.add(report);
      transitions.addAll(step.transitions());
      stored = merged(stored, step.rows());
    }

    assertThat(stored).containsExactlyInAnyOrderElementsOf(whole.rows());
    assertThat(transitions).isEqualTo(whole.transitions());
  }

  @Property
  void aRemovedIncarnationNeverComesBack(@ForAll("reports") List<Report> reports) {
    List<Report> all = new ArrayList<>();
    all.add(new Report(AGENT, 1, "b", 1000, NOW, new Report.Removed(POD, 2)));
    all.addAll(reports);

    assertThat(fold(all).rows())
        .filteredOn(row -> row.incarnation() == 2)
        .allMatch(ObservedRow::removed);
  }

  @Property
  void nothingIsTakenAboutPodsOfOthersOrIncarnationsNeverOrdered(
      @ForAll("reports") List<Report> reports) {
    StatusFold nobody = new StatusFold(List.of(), List.of(), NOW);
    assertThat(reports).allMatch(r -> nobody.add(r) == StatusFold.Verdict.FOREIGN);
    assertThat(nobody.rows()).isEmpty();

    StatusFold fold = new StatusFold(List.of(OWNED), List.of(), NOW);
    assertThat(fold.add(pod(4, 1, ObservedPod.State.RUNNING)))
        .isEqualTo(StatusFold.Verdict.FOREIGN);
  }

  private static StatusFold fold(List<Report> reports) {
    StatusFold fold = new StatusFold(List.of(OWNED), List.of(), NOW);
    reports.forEach(fold::add);
    return fold;
  }

  private static List<ObservedRow> merged(List<ObservedRow> stored, List<ObservedRow> changed) {
    List<ObservedRow> all = new ArrayList<>(stored);
    for (ObservedRow row : changed) {
      all.removeIf(old -> old.incarnation() == row.incarnation());
      all.add(row);
    }
    return all;
  }

  @Provide
  Arbitrary<List<Report>> reports() {
    Arbitrary<Report> statuses =
        Combinators.combine(
                Arbitraries.longs().between(1, 3),
                Arbitraries.longs().between(1, 20),
                Arbitraries.of(
                    ObservedPod.State.WAITING,
                    ObservedPod.State.STAGING,
                    ObservedPod.State.RUNNING,
                    ObservedPod.State.STOPPING))
            .as(StatusFoldTest::pod);
    Arbitrary<Report> removals =
        Combinators.combine(Arbitraries.longs().between(1, 3), Arbitraries.longs().between(1, 20))
            .as(
                (incarnation, sequence) ->
                    new Report(AGENT, 1, "b", sequence, NOW, new Report.Removed(POD, incarnation)));
    return Arbitraries.oneOf(statuses, removals).list().ofMaxSize(12);
  }

  private static Report pod(long incarnation, long sequence, ObservedPod.State state) {
    @Nullable Instant at = NOW;
    return new Report(
        AGENT,
        1,
        "b",
        sequence,
        at,
        new Report.Pod(POD, incarnation, 1, state, "", List.of(), List.of()));
  }
}
