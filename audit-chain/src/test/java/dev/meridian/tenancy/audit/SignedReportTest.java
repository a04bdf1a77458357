package dev.meridian.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignedReportTest {
  private static final String STATEMENT = "{\"type\":\"meridian-deletion-report/1\"}";
  private final KeyPair pair = AnchorKeys.make();
  private final AnchorKeys.PublicKey key =
      new AnchorKeys.PublicKey(
          3, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));

  private SignedReport report() {
    return SignedReport.of(pair.getPrivate().getEncoded(), 3, STATEMENT);
  }

  @Test
  void isVerifiedByItsKeyAlone() {
    KeyPair other = AnchorKeys.make();

    assertThat(report().isSignedBy(key)).isTrue();
    assertThat(
            report()
                .isSignedBy(
                    new AnchorKeys.PublicKey(
                        3, Base64.getEncoder().encodeToString(other.getPublic().getEncoded()))))
        .isFalse();
    assertThat(report().isSignedBy(new AnchorKeys.PublicKey(4, key.key()))).isFalse();
  }

  @Test
  void isBrokenByAnyChange() {
    SignedReport report = report();

    assertThat(new SignedReport(STATEMENT + " ", 3, report.signature()).isSignedBy(key)).isFalse();
    assertThat(new SignedReport(STATEMENT, 3, "no base64!").isSignedBy(key)).isFalse();
  }

  @Test
  void cannotBePassedOffAsAnAnchor() {
    byte[] signature = Base64.getDecoder().decode(report().signature());

    assertThat(AnchorKeys.signed(key, STATEMENT, signature)).isFalse();
  }
}
