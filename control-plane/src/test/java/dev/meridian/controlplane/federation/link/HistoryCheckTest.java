package dev.meridian.controlplane.federation.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.federation.link.HistoryCheck.Claim;
import dev.meridian.controlplane.federation.link.HistoryCheck.Known;
import dev.meridian.controlplane.federation.link.HistoryCheck.Resumed;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {
  private static final UUID OURS = new UUID(0, 1);
  private static final UUID OLD = new UUID(0, 2);

  @Property
  void noOrderFlowsToAnAgentThatIsAheadWhateverElseIsTrue(
      @ForAll @LongRange(min = 0, max = 5) long known,
      @ForAll @LongRange(min = 1, max = 5) long ahead,
      @ForAll boolean resumed) {
    Resumed decision = resumed ? new Resumed(OLD.toString(), OURS) : null;
    for (UUID epoch : new UUID[] {OURS, OLD}) {
      assertThat(
              HistoryCheck.of(
                  new Known(OURS, OURS, known, null, decision),
                  new Claim(epoch.toString(), known + ahead)))
          .isInstanceOf(HistoryCheck.Hold.class);
    }
  }

  @Test
  void ordersFlowWithinOneHistory() {
    assertThat(HistoryCheck.of(new Known(OURS, OURS, 5, null, null), new Claim(OURS.toString(), 5)))
        .isInstanceOf(HistoryCheck.Same.class);
  }

  @Test
  void anotherHistoryIsConfirmedOnlyByADecisionAboutThatVeryHistory() {
    Claim claim = new Claim(OLD.toString(), 5);
    assertThat(HistoryCheck.of(new Known(OURS, OURS, 5, null, null), claim))
        .isInstanceOf(HistoryCheck.Hold.class);
    assertThat(
            HistoryCheck.of(
                new Known(OURS, OURS, 5, null, new Resumed(OLD.toString(), OURS)), claim))
        .isInstanceOf(HistoryCheck.Confirm.class);
    assertThat(HistoryCheck.of(new Known(OURS, OURS, 5, null, new Resumed("other", OURS)), claim))
        .isInstanceOf(HistoryCheck.Hold.class);
    assertThat(
            HistoryCheck.of(
                new Known(OURS, OURS, 5, null, new Resumed(OLD.toString(), OLD)), claim))
        .isInstanceOf(HistoryCheck.Hold.class);
  }

  @Test
  void aHoldStaysUntilItIsEnded() {
    assertThat(
            HistoryCheck.of(
                new Known(OURS, OURS, 5, "restored", null), new Claim(OURS.toString(), 5)))
        .isEqualTo(new HistoryCheck.Hold("restored"));
  }
}
