package dev.meridian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JoinTokenTest {
  private static final String PIN = "A".repeat(43);

  @Test
  void readsATokenWithBlanksAroundIt() {
    JoinToken token = JoinToken.parse(" mjt1.cp-1." + PIN + ".top-secret\n");
    assertThat(token.controlPlaneId()).isEqualTo("cp-1");
    assertThat(token.caPin()).hasSize(32);
    assertThat(token.toString()).doesNotContain("top-secret");
  }

  @Test
  void refusesWhatIsNoTokenWithoutShowingIt() {
    assertThatThrownBy(() -> JoinToken.parse("top-secret"))
        .hasMessageContaining("not a join token")
        .hasMessageNotContaining("top-secret");
    assertThatThrownBy(() -> JoinToken.parse("mjt1.cp-1.AAAA.top-secret"))
        .hasMessageContaining("damaged")
        .hasMessageNotContaining("top-secret");
  }
}
