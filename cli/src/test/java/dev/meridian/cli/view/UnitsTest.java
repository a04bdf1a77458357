package dev.meridian.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void readsDurationsWithAUnitOrAsIso() {
    assertThat(Units.duration("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Units.duration("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Units.duration("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(Units.duration("PT1M")).isEqualTo(Duration.ofMinutes(1));
    assertThatThrownBy(() -> Units.duration("soon")).hasMessageContaining("90s");
  }

  @Test
  void readsSizesInPowersOf1024WithAnIAndOf1000Without() {
    assertThat(Units.size("512Mi")).isEqualTo(512L << 20);
    assertThat(Units.size("1T")).isEqualTo(1_000_000_000_000L);
    assertThat(Units.size("2GiB")).isEqualTo(2L << 30);
    assertThat(Units.size("7")).isEqualTo(7);
    assertThatThrownBy(() -> Units.size("much")).hasMessageContaining("512Mi");
  }

  @Test
  void showsSizesAndSpansShortly() {
    assertThat(Units.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Units.bytes(3L << 30)).isEqualTo("3 GiB");
    assertThat(Units.span(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(Units.span(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(Units.span(Duration.ofHours(50))).isEqualTo("2 d");
  }

  @Test
  void readsBackEverySizeThatItShowsInWholeUnits() {
    for (long size : new long[] {1, 1L << 10, 5L << 20, 3L << 30, 2L << 40}) {
      String shown = Units.bytes(size).replace(" ", "");
      assertThat(Units.size(shown)).isEqualTo(size);
    }
  }
}
