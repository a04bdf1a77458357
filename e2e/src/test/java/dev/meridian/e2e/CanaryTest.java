package dev.meridian.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void isFoundInEveryFormWhereverItBegins(int before) {
    for (Canary canary : new Canary[] {Canary.text("text"), Canary.binary("binary")}) {
      byte[] hay = new byte[before + canary.bytes().length + 7];
      System.arraycopy(canary.bytes(), 0, hay, before, canary.bytes().length);
      String base64 = Base64.getEncoder().encodeToString(hay);
      String hex = HexFormat.of().formatHex(hay);

      assertThat(canary.isIn(hay)).isTrue();
      assertThat(canary.isIn(hex.getBytes(UTF_8))).isTrue();
      assertThat(canary.isIn(base64.getBytes(UTF_8))).isTrue();
      assertThat(canary.isIn(Base64.getUrlEncoder().encode(hay))).isTrue();
      assertThat(canary.isIn(HexFormat.of().formatHex(base64.getBytes(UTF_8)).getBytes(UTF_8)))
          .isTrue();
      assertThat(Canary.text("another").isIn(hay)).isFalse();
    }
  }
}
