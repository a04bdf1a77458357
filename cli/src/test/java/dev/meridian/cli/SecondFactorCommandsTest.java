package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondFactorCommandsTest {
  private static final String PATH = "/api/v1/me/second-factor";

  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun person() {
    return new CommandRun(config).against(controlPlane);
  }

  @Test
  void showsTheQrCodeAndTheSecretAndHowToGoOnWhereNobodyCanBeAsked() {
    offer();

    CommandRun.Result result = person().typing("s3cret word\n").run("second-factor", "enroll");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("██", "GEZDGNBV", "otpauth://totp/x", "meridian second-factor confirm CODE");
    assertThat(controlPlane.requests().getFirst().body()).contains("\"password\":\"s3cret word\"");
  }

  @Test
  void confirmsAndShowsTheRecoveryCodes() {
    controlPlane.on(
        "POST " + PATH + "/confirm",
        Answer.json("{\"recoveryCodes\":[\"aaaa-bbbb\",\"cccc-dddd\"]}"));

    CommandRun.Result result = person().run("second-factor", "confirm", "123456");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("aaaa-bbbb", "cccc-dddd");
    assertThat(controlPlane.requests().getFirst().body()).contains("\"code\":\"123456\"");
  }

  @Test
  void saysWhetherThereIsOne() {
    controlPlane.on(
        "GET " + PATH,
        Answer.json(
            "{\"possible\":true,\"required\":false,\"since\":\"2026-01-01T00:00:00Z\",\"recoveryCodes\":9}"));

    CommandRun.Result result = person().run("second-factor", "status");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("yes", "2026-01-01T00:00:00Z", "9");
  }

  @Test
  void takesItAwayWithACodeOrThePassword() {
    controlPlane.on("DELETE " + PATH, Answer.json(204, ""));

    assertThat(person().run("second-factor", "disable", "--code", "123456").exitCode()).isZero();
    assertThat(person().typing("s3cret\n").run("second-factor", "disable").exitCode()).isZero();
    assertThat(person().run("second-factor", "disable").exitCode())
        .as("without either")
        .isEqualTo(2);

    assertThat(controlPlane.requests().stream().map(one -> one.body()))
        .containsExactly("{\"code\":\"123456\"}", "{\"password\":\"s3cret\"}");
  }

  @Test
  void resetsThatOfSomebodyWhoHasLostIt() {
    controlPlane.on("DELETE /api/v1/accounts/ann/second-factor", Answer.json(204, ""));

    CommandRun.Result result = person().run("account", "reset-second-factor", "ann");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("ann");
  }

  private void offer() {
    controlPlane.on(
        "POST " + PATH,
        Answer.json(
            "{\"secret\":\"GEZDGNBV\",\"uri\":\"otpauth://totp/x\",\"qrCode\":[\"10\",\"01\"]}"));
  }
}
