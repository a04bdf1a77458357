package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides about nodes and kept volumes, on the command line. */
class FleetCommandsTest {
  private static final String NODE =
      "{\"id\": \"7\", \"name\": \"hq-1\", \"region\": \"hq\", \"state\": \"ON_HOLD\"}";

  @TempDir Path folder;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @BeforeEach
  void oneNode() {
    controlPlane.on("GET /api/v1/nodes", Answer.json("{\"items\": [" + NODE + "]}"));
  }

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result run(String... arguments) {
    return new CommandRun(folder).against(controlPlane).run(arguments);
  }

  private String bodyOf(String request) {
    return Json.compact(Json.parse(controlPlane.requests(request).getFirst().body()));
  }

  @Test
  void showsWhatANodeOnHoldHasAndLetsItGoOn() {
    controlPlane.on(
        "GET /api/v1/nodes/7/inventory",
        Answer.json(
            """
            {"listed": true, "pods": [{"podId": "p1", "tenant": "acme", "instance": "kafka",
              "pod": "kafka-0", "state": "POD_RUNNING", "incarnation": 4, "known": false}],
             "volumes": []}
            """));
    controlPlane.on("POST /api/v1/nodes/7/resume", Answer.json(NODE));

    assertThat(run("node", "inventory", "hq-1").out())
        .contains("kafka-0", "POD_RUNNING", "false", "It listed no volumes.");
    assertThat(run("node", "resume", "7").exitCode()).isZero();
    assertThat(controlPlane.requests("POST /api/v1/nodes/7/resume")).hasSize(1);
  }

  @Test
  void saysWhenNothingIsListedYet() {
    controlPlane.on(
        "GET /api/v1/nodes/7/inventory",
        Answer.json("{\"listed\": false, \"pods\": [], \"volumes\": []}"));

    assertThat(run("node", "inventory", "hq-1").out())
        .isEqualToIgnoringNewLines("Its agent has not listed yet what it has.");
  }

  @Test
  void declaresDeadAndRemovesOnlyWhatIsNamedTwice() {
    controlPlane.on("POST /api/v1/nodes/7/declare-dead", Answer.json(NODE));
    controlPlane.on(
        "POST /api/v1/nodes/7/remove",
        Answer.json(
            """
            {"id": "7", "name": "hq-1", "region": "hq", "pods": [],
             "volumes": [{"id": "v1", "tenant": "acme", "instance": "store", "pod": "store-0",
               "path": "data", "sizeBytes": 1048576}]}
            """));

    CommandRun.Result unsaid = run("node", "remove", "hq-1");
    CommandRun.Result misspelt = run("node", "declare-dead", "hq-1", "--confirm", "hq-2");
    assertThat(unsaid.exitCode()).isEqualTo(2);
    assertThat(unsaid.err()).contains("given up for good", "--confirm hq-1");
    assertThat(misspelt.exitCode()).isEqualTo(2);
    assertThat(controlPlane.requests()).noneMatch(request -> request.method().equals("POST"));

    assertThat(run("node", "declare-dead", "hq-1", "--confirm", "hq-1").exitCode()).isZero();
    assertThat(run("node", "remove", "hq-1", "--confirm", "hq-1").out())
        .contains("It gave up no pods.", "store-0", "data", "1 MiB");
    assertThat(bodyOf("POST /api/v1/nodes/7/remove")).isEqualTo("{\"confirm\":\"hq-1\"}");
  }

  @Test
  void destroysAKeptVolumeThatIsNamedTwice() {
    String request = "DELETE /api/v1/tenants/acme/volumes/v1";
    controlPlane.on(request, Answer.json(202, "{\"id\": \"v1\", \"state\": \"DESTROYING\"}"));

    assertThat(run("volume", "destroy", "v1", "--tenant", "acme").err()).contains("--confirm v1");
    assertThat(run("volume", "destroy", "v1", "--tenant", "acme", "--confirm", "v1").out())
        .contains("DESTROYING");
    assertThat(bodyOf(request)).isEqualTo("{\"confirm\":\"v1\"}");
  }
}
