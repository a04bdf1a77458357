package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final Repeats<String> repeats = new Repeats<>(2);

  @Test
  void countsRepetitionsUntilTheMinuteIsOverAndThenBeginsAnew() {
    assertThat(repeats.isFirst("a", NOW)).isTrue();
    assertThat(repeats.isFirst("a", NOW.plusSeconds(1))).isFalse();
    assertThat(repeats.isFirst("a", NOW.plusSeconds(59))).isFalse();
    assertThat(repeats.over(NOW.plusSeconds(59))).isEmpty();
    assertThat(repeats.over(NOW.plusSeconds(60))).containsExactly(new Repeats.Over<>("a", NOW, 2));
    assertThat(repeats.isFirst("a", NOW.plusSeconds(60))).isTrue();
    assertThat(repeats.over(NOW.plusSeconds(120))).as("came once").isEmpty();
  }

  @Test
  void tellsOnlySoManyKindsApartAndCountsTheOthers() {
    assertThat(repeats.isFirst("a", NOW)).isTrue();
    assertThat(repeats.isFirst("b", NOW)).isTrue();
    assertThat(repeats.isFirst("c", NOW)).isFalse();
    assertThat(repeats.isFirst("d", NOW)).isFalse();
    assertThat(repeats.takeOthers()).isEqualTo(2);
    assertThat(repeats.takeOthers()).isZero();
    repeats.over(NOW.plusSeconds(60));
    assertThat(repeats.isFirst("c", NOW.plusSeconds(60))).isTrue();
  }
}
