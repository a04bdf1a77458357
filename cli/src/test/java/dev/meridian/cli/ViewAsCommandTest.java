package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of tenants on the command line. */
class ViewAsCommandTest {
  private static final String PUT = "PUT /api/v1/me/view";
  private static final String DELETE = "DELETE /api/v1/me/view";

  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result run(String... arguments) {
    return new CommandRun(config).against(controlPlane).run(arguments);
  }

  @Test
  void beginsAViewAndSaysUntilWhenAndHowItEnds() {
    controlPlane.on(
        PUT,
        Answer.json(
            """
            {"tenant": {"id": "t-1", "path": "acme/streams", "label": "streams"},
             "until": "2026-11-21T18:40:00Z"}
            """));

    CommandRun.Result result = run("tenant", "view-as", "acme/streams");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("acme/streams", "2026-11-21T18:40:00Z");
    assertThat(result.err()).contains("view-as --end");
    assertThat(Json.parse(controlPlane.requests(PUT).getFirst().body()))
        .isEqualTo(Json.parse("{\"tenant\":\"acme/streams\"}"));
  }

  @Test
  void endsTheView() {
    controlPlane.on(DELETE, new Answer(204, "text/plain", java.util.Map.of(), ""));

    assertThat(run("tenant", "view-as", "--end").exitCode()).isZero();
    assertThat(controlPlane.requests(DELETE)).hasSize(1);
  }

  @Test
  void asksForOneTenantOrTheEnd() {
    assertThat(run("tenant", "view-as").exitCode()).isEqualTo(2);
    assertThat(run("tenant", "view-as", "acme", "--end").exitCode()).isEqualTo(2);
    assertThat(controlPlane.requests()).isEmpty();
  }

  @Test
  void saysOnceWithEachCommandThatAViewIsOnAndNothingOfItToPrograms() {
    controlPlane.on(
        "GET /api/v1/tenants",
        request ->
            Answer.json(
                    request.query().contains("cursor")
                        ? "{\"items\":[],\"nextCursor\":null}"
                        : "{\"items\":[],\"nextCursor\":\"more\"}")
                .with("Meridian-Viewing", "acme/streams"));

    assertThat(run("tenant", "list").err()).isEqualTo("(viewing as acme/streams, read only)\n");
    assertThat(run("tenant", "list", "--json").err()).isEmpty();
  }
}
