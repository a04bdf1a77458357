package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and service accounts on the command line. */
class SessionCommandsTest {
  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result run(String... arguments) {
    return new CommandRun(config)
        .against(controlPlane)
        .with("MERIDIAN_TENANT", "acme/streams")
        .run(arguments);
  }

  @Test
  void listsWhereOneIsSignedInAndMarksTheOneThatAsks() {
    controlPlane.on(
        "GET /api/v1/me/sessions",
        Answer.json(
            """
            {"items": [{"id": "s-1", "kind": "device", "client": "meridian-cli",
              "address": "10.0.0.7", "userAgent": "meridian", "createdAt": "2026-01-01T00:00:00Z",
              "lastUsedAt": "2026-01-02T00:00:00Z", "current": true}], "nextCursor": null}
            """));

    CommandRun.Result result = run("session", "list");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("s-1", "device", "10.0.0.7", "this one");
  }

  @Test
  void printsMetricsAsTheyComeInTheFormatThatIsAsked() {
    controlPlane.on(
        "GET /api/v1/tenants/acme~streams/metrics",
        request ->
            new Answer(
                200, "text/plain", Map.of(), request.header("Accept") + " " + request.query()));

    assertThat(run("metrics", "--subtree").out()).isEqualTo("text/plain subtree=true");
    assertThat(run("metrics", "--openmetrics").out()).startsWith("application/openmetrics-text");
  }

  @Test
  void endsNothingWithoutAnIdOrAll() {
    assertThat(run("session", "revoke").exitCode()).isEqualTo(2);
    assertThat(run("session", "revoke", "s-1", "--all").exitCode()).isEqualTo(2);
  }

  @Test
  void showsTheSecretOfANewKeyOnce() {
    controlPlane.on(
        "POST /api/v1/tenants/acme~streams/service-accounts/ci/keys",
        Answer.json(201, "{\"id\":\"k-1\",\"name\":\"nightly\",\"secret\":\"mk_abc\"}"));

    CommandRun.Result result = run("service-account", "add-key", "ci", "--name", "nightly");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("k-1", "mk_abc");
  }
}
