package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles, rights, the tree of tenants and views of them on the command line. */
class TenantTreeCommandsTest {
  private static final String BEGIN_VIEW = "PUT /api/v1/me/view";
  private static final String END_VIEW = "DELETE /api/v1/me/view";

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
  void endsWithZeroForYesAndOneForNo() {
    controlPlane.on(
        "GET /api/v1/tenants/acme~streams/can-i",
        request ->
            Answer.json(
                "{\"allowed\":%s}"
                    .formatted(request.query().contains("permission=instance:write"))));

    CommandRun.Result yes = run("can-i", "write", "instance");
    CommandRun.Result no = run("can-i", "reveal", "secret");

    assertThat(yes.exitCode()).as(yes.err()).isZero();
    assertThat(yes.out()).isEqualTo("yes\n");
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.out()).isEqualTo("no\n");
  }

  @Test
  void makesARoleOfTheNamedPermissions() {
    controlPlane.on(
        "POST /api/v1/tenants/acme~streams/roles",
        Answer.json(201, "{\"name\":\"ops\",\"permissions\":[\"pod:write\"]}"));

    CommandRun.Result result =
        run("role", "create", "ops", "--permission", "pod:write", "--permission", "plan:write");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(
            Json.parse(
                controlPlane.requests("POST /api/v1/tenants/acme~streams/roles").getFirst().body()))
        .isEqualTo(Json.parse("{\"permissions\":[\"pod:write\",\"plan:write\"],\"name\":\"ops\"}"));
  }

  @Test
  void showsWhatAMoveWouldChange() {
    controlPlane.on(
        "POST /api/v1/tenants/acme~streams/move",
        request ->
            Answer.json(
                """
                {"dryRun": %s, "from": "acme/streams", "to": "globex/streams", "tenants": 3,
                 "quotas": [{"tenantPath": "globex", "resource": "pods", "limit": 9, "used": 4,
                   "moved": 4}],
                 "access": [{"username": "dana", "role": "tenant-viewer", "tenantPath": "acme",
                   "gained": false}]}
                """
                    .formatted(request.query().contains("dryRun=true"))));

    CommandRun.Result result = run("tenant", "move", "acme/streams", "--to", "globex", "--dry-run");

    assertThat(result.out())
        .contains("globex/streams", "pods of globex: 4 of 9 used", "dana (tenant-viewer)");
  }

  @Test
  void givesARoleForOneInstance() {
    controlPlane.on(
        "POST /api/v1/tenants/acme~streams/members",
        Answer.json(201, "{\"username\":\"dana\",\"role\":\"tenant-operator\"}"));

    run("member", "add", "dana", "--role", "tenant-operator", "--instance", "kafka");

    assertThat(
            Json.parse(
                controlPlane
                    .requests("POST /api/v1/tenants/acme~streams/members")
                    .getFirst()
                    .body()))
        .isEqualTo(
            Json.parse(
                """
                {"username": "dana", "role": "tenant-operator", "scope": "instance",
                 "instance": "kafka"}
                """));
  }

  @Test
  void beginsAViewAndSaysUntilWhenAndHowItEnds() {
    controlPlane.on(
        BEGIN_VIEW,
        Answer.json(
            """
            {"tenant": {"id": "t-1", "path": "acme/streams", "label": "streams"},
             "until": "2026-11-21T18:40:00Z"}
            """));

    CommandRun.Result result = run("tenant", "view-as", "acme/streams");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("acme/streams", "2026-11-21T18:40:00Z");
    assertThat(result.err()).contains("view-as --end");
    assertThat(Json.parse(controlPlane.requests(BEGIN_VIEW).getFirst().body()))
        .isEqualTo(Json.parse("{\"tenant\":\"acme/streams\"}"));
  }

  @Test
  void endsTheView() {
    controlPlane.on(END_VIEW, new Answer(204, "text/plain", Map.of(), ""));

    assertThat(run("tenant", "view-as", "--end").exitCode()).isZero();
    assertThat(controlPlane.requests(END_VIEW)).hasSize(1);
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
