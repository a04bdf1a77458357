package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeCodesTest {
  /** "12345678901234567890", the secret of RFC 6238, appendix B. */
  private final TimeCodes codes = new TimeCodes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

  private static final long NEVER = 0;
  private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);
  private static final long STEP = 1_111_111_109 / 30;

  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void areThoseOfTheSpecification(long second, String code) {
    assertThat(codes.at(Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void areTakenOneStepEarlyOrLateAndNotMore() {
    for (int steps : List.of(-1, 0, 1)) {
      assertThat(codes.stepOf(codes.at(NOW.plusSeconds(30L * steps)), NOW, NEVER))
          .as("%d steps away", steps)
          .hasValue(STEP + steps);
    }
    for (int steps : List.of(-2, 2)) {
      assertThat(codes.stepOf(codes.at(NOW.plusSeconds(30L * steps)), NOW, NEVER))
          .as("%d steps away", steps)
          .isEmpty();
    }
  }

  @Test
  void areNotTakenOfTheStepOfTheLastOneOrBefore() {
    assertThat(codes.stepOf(codes.at(NOW), NOW, STEP)).isEmpty();
    assertThat(codes.stepOf(codes.at(NOW.minusSeconds(30)), NOW, STEP)).isEmpty();
    assertThat(codes.stepOf(codes.at(NOW.plusSeconds(30)), NOW, STEP)).hasValue(STEP + 1);
  }

  @Test
  void areNotTakenWhenTheyAreNotSixDigits() {
    for (String wrong : List.of("", "81804", "0081804", "abcdef", "٠٨١٨٠٤")) {
      assertThat(codes.stepOf(wrong, NOW, NEVER)).as(wrong).isEmpty();
    }
  }

  @Test
  void haveASecretOfTheirOwnOf160Bits() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      secrets.add(TimeCodes.fresh().secret());
    }

    assertThat(secrets).hasSize(20).allMatch(secret -> secret.matches("[A-Z2-7]{32}"));
  }

  @Test
  void areDescribedByAUriThatAuthenticatorsRead() {
    assertThat(codes.uri("Meridian example.org", "ann@acme"))
        .hasToString(
            "otpauth://totp/Meridian%20example.org:ann%40acme"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Meridian%20example.org"
                + "&algorithm=SHA1&digits=6&period=30");
  }

  @Test
  void neverShowTheirSecretInALog() {
    assertThat(codes.toString()).doesNotContain(codes.secret());
  }
}
