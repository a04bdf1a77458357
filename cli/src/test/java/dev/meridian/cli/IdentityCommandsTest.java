package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityCommandsTest {
  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  @Test
  void showsTheDifferencesAndWhatIsNotDone() {
    controlPlane.on(
        "POST /api/v1/identity/sync",
        Answer.json(
            """
            {"dryRun":true,
             "differences":[{"kind":"make-account","where":"meridian",
               "change":"make the account \\"bob\\""}],
             "withheld":[{"subject":"admin","reason":"an account of that name is here"}]}
            """));

    CommandRun.Result result = command().run("identity", "sync", "--dry-run");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("would make the account \"bob\"", "not done: admin: an account of that name");
    assertThat(controlPlane.requests("POST /api/v1/identity/sync").getFirst().query())
        .contains("dryRun=true", "manyMayGo=false");
  }

  @Test
  void saysWhyTheSynchronisationWaits() {
    controlPlane.on(
        "GET /api/v1/identity/provider",
        Answer.json(
            """
            {"kind":"keycloak","issuer":"https://sso.example.org/realms/meridian",
             "sync":{"result":"waiting","reason":"Keycloak does not answer","failures":3,
               "attemptedAt":"2026-01-01T00:00:00Z","succeededAt":null,
               "nextAt":"2026-01-01T00:00:30Z","changed":0,"withheld":0}}
            """));

    CommandRun.Result result = command().run("identity", "status");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("waiting", "Keycloak does not answer");
  }

  private CommandRun command() {
    return new CommandRun(config).against(controlPlane);
  }
}
