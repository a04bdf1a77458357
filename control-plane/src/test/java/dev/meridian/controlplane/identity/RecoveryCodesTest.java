package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryCodesTest {
  @Test
  void areTenDifferentOnesInGroupsOfFour() {
    assertThat(RecoveryCodes.fresh())
        .hasSize(10)
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("([a-z2-9]{4}-){5}[a-z2-9]{4}"));
  }

  @Test
  void areReadHoweverTheyAreTyped() {
    byte[] kept = RecoveryCodes.digest("abcd-efgh-2345");

    for (String typed : List.of("abcdefgh2345", " ABCD EFGH 2345 ", "Abcd-Efgh-2345")) {
      assertThat(RecoveryCodes.digest(typed)).as(typed).isEqualTo(kept);
    }
    assertThat(RecoveryCodes.digest("abcd-efgh-2346")).isNotEqualTo(kept);
  }
}
