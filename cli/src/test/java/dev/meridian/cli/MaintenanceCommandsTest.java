package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance windows on the command line. */
class MaintenanceCommandsTest {
  private static final String ANSWER =
      """
      {"windows": [], "from": "acme", "open": false, "opensAt": "2026-01-04T01:00:00Z",
       "inForce": [{"days": ["SATURDAY", "SUNDAY"], "start": "02:00", "durationMinutes": 270,
         "zone": "Europe/Paris"}]}
      """;

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
  void showsWhatIsInForceAndFromWhom() {
    controlPlane.on("GET /api/v1/tenants/acme~streams/maintenance", Answer.json(200, ANSWER));

    CommandRun.Result result = run("tenant", "maintenance", "show", "acme/streams");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("sat,sun 02:00 4h30m Europe/Paris", "acme", "wait");
  }

  @Test
  void sendsWindowsOfATenantAndOfAnInstance() {
    String tenant = "/api/v1/tenants/acme/maintenance";
    String instance = "/api/v1/tenants/acme/instances/kafka/maintenance";
    for (String path : new String[] {tenant, instance}) {
      controlPlane.on("GET " + path, Answer.json(200, ANSWER));
      controlPlane.on("PUT " + path, Answer.json(200, ANSWER));
    }

    CommandRun.Result set =
        run("tenant", "maintenance", "set", "acme", "--window", "sat,sunday 02:00 4h UTC");
    CommandRun.Result cleared =
        run("instance", "maintenance", "clear", "kafka", "--tenant", "acme");

    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(cleared.exitCode()).as(cleared.err()).isZero();
    assertThat(Json.parse(controlPlane.requests("PUT " + tenant).getFirst().body()))
        .isEqualTo(
            Json.parse(
                """
                {"windows": [{"days": ["SATURDAY", "SUNDAY"], "start": "02:00",
                  "durationMinutes": 240, "zone": "UTC"}]}
                """));
    assertThat(controlPlane.requests("PUT " + instance).getFirst().body())
        .isEqualTo("{\"windows\":[]}");
  }

  @Test
  void saysWhatIsWrongWithAWindow() {
    assertThat(run("tenant", "maintenance", "set", "acme", "--window", "sun 02:00").err())
        .contains("is no window");
    assertThat(
            run("tenant", "maintenance", "set", "acme", "--window", "someday 02:00 4h UTC").err())
        .contains("\"someday\" is no day of the week");
    assertThat(run("tenant", "maintenance", "set", "acme").exitCode()).isEqualTo(2);
  }

  @Test
  void startsAnUpdateThatWaits() {
    String path = "POST /api/v1/tenants/acme/instances/kafka/plans/update/now";
    controlPlane.on(path, Answer.json(202, "{\"name\":\"update\",\"status\":\"PENDING\"}"));

    assertThat(run("plan", "start-now", "kafka", "--tenant", "acme").exitCode()).isZero();
    assertThat(controlPlane.requests(path)).hasSize(1);
  }
}
