package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodSpecTest {

  @Test
  void countsAResourceSetOnceHoweverManyTasksHoldIt() {
    PodSpec node = Specs.cassandra().pod("node");

    assertThat(node.footprint())
        .isEqualTo(new Footprint(new BigDecimal("1.5"), BigDecimal.ZERO, 1280, 10240));
    assertThat(node.allPorts()).extracting(PortSpec::name).containsExactly("native-client");
  }

  @Test
  void addsTheDiskOfThePodsOwnVolumes() {
    assertThat(Specs.kafka().pod("broker").footprint())
        .isEqualTo(new Footprint(new BigDecimal("0.50"), BigDecimal.ZERO, 768, 5000));
    assertThat(Specs.kafka().footprint().memoryMb()).isEqualTo(3 * 768);
  }

  @Test
  void launchesTheSameWhateverCountPlacementAndPermissionToScaleIn() {
    PodSpec broker = Specs.kafka().pod("broker");

    assertThat(broker.sameLaunch(broker.with(9, Optional.empty(), false))).isTrue();
    assertThat(broker.sameLaunch(Specs.cassandra().pod("node"))).isFalse();
  }

  @Test
  void findsWhatChangedByItsPath() {
    ServiceSpec before =
        Specs.parsed("name: a\npods: {p: {count: 1, tasks: {t: {goal: RUNNING, cmd: x}}}}\n");
    ServiceSpec after =
        Specs.parsed(
            "name: a\npods: {p: {count: 2, tasks: {t: {goal: RUNNING, cmd: x, env: {A.B: c}}}}}\n");

    assertThat(SpecDiff.between(before, before)).isEmpty();
    assertThat(SpecDiff.between(before, after))
        .containsExactlyInAnyOrder(
            new SpecDiff.Change("pods.p.count", Optional.of("1"), Optional.of("2")),
            new SpecDiff.Change(
                "pods.p.tasks.t.env.[A.B]", Optional.empty(), Optional.of("\"c\"")));
  }

  @Test
  void readsRangesOfReleases() {
    VersionRange range = VersionRange.parse("[17,24)").orElseThrow();

    assertThat(range.contains(17)).isTrue();
    assertThat(range.contains(23)).isTrue();
    assertThat(range.contains(24)).isFalse();
    assertThat(VersionRange.parse("(,21]").orElseThrow().contains(8)).isTrue();
    assertThat(VersionRange.parse("17").orElseThrow())
        .isEqualTo(VersionRange.parse("[17,17]").orElseThrow());
    assertThat(VersionRange.parse("[24,17)")).isEmpty();
    assertThat(VersionRange.parse("new")).isEmpty();
  }
}
