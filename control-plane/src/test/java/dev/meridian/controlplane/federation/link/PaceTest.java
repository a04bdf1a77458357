package dev.meridian.controlplane.federation.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final Pace pace = new Pace(START);

  private int taken(Instant at, int offered) {
    int taken = 0;
    for (int i = 0; i < offered; i++) {
      taken += pace.takes(at) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void takesAtOnceWhatAnAgentHasToTellAfterARestart() {
    assertThat(taken(START, 2 * Pace.AT_ONCE)).isEqualTo(Pace.AT_ONCE);
  }

  @Test
  void takesNoMoreThanItsRateAfterwards() {
    taken(START, Pace.AT_ONCE);

    assertThat(taken(START.plusSeconds(1), Pace.AT_ONCE)).isEqualTo(Pace.PER_SECOND);
    assertThat(taken(START.plus(Duration.ofDays(1)), 2 * Pace.AT_ONCE)).isEqualTo(Pace.AT_ONCE);
  }

  @Test
  void givesNothingForAClockThatGoesBack() {
    taken(START, Pace.AT_ONCE);

    assertThat(taken(START.minusSeconds(10), 1)).isZero();
    assertThat(taken(START, 1)).isZero();
  }
}
