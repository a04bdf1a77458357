package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The isolation that tenants demand, on the command line. */
class TenantIsolationTest {
  private static final String PATH = "/api/v1/tenants/acme~streams/isolation";
  private static final String ANSWER =
      "{\"least\": \"process\", \"inForce\": \"container\", \"from\": \"-\", \"etag\": \"\\\"3\\\"\"}";

  @TempDir Path folder;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result run(String... arguments) {
    return new CommandRun(folder).against(controlPlane).run(arguments);
  }

  @Test
  void showsWhatIsInForceAndWhoDemandsIt() {
    controlPlane.on("GET " + PATH, Answer.json(200, ANSWER));

    CommandRun.Result result = run("tenant", "isolation", "show", "acme/streams");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("process", "container", "the platform");
  }

  @Test
  void demandsALevelAndNothingAnyMore() {
    controlPlane.on("GET " + PATH, Answer.json(200, ANSWER));
    controlPlane.on("PUT " + PATH, Answer.json(200, ANSWER));

    assertThat(run("tenant", "isolation", "set", "acme/streams", "--least", "user").exitCode())
        .isZero();
    assertThat(run("tenant", "isolation", "clear", "acme/streams").exitCode()).isZero();

    assertThat(controlPlane.requests("PUT " + PATH))
        .extracting(FakeControlPlane.Request::body)
        .containsExactly("{\"least\":\"user\"}", "{\"least\":\"process\"}");
    assertThat(run("tenant", "isolation", "set", "acme/streams").exitCode()).isEqualTo(2);
  }

  @Test
  void listsPodsThatDoNotHaveIt() {
    controlPlane.on(
        "GET " + PATH + "/unmet",
        Answer.json(
            200,
            """
            {"items": [{"tenant": "acme/streams", "instance": "kafka", "pod": "broker-0",
              "region": "hq", "node": "hq-1", "demanded": "container", "given": "user"}],
             "nextCursor": null}
            """));

    CommandRun.Result result = run("tenant", "isolation", "unmet", "acme/streams", "--below");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("broker-0", "hq-1", "container", "user");
  }
}
