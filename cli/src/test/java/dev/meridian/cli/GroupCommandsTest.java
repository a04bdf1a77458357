package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and invitations on the command line. */
class GroupCommandsTest {
  private static final String TENANT = "/api/v1/tenants/acme~streams";

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
  void putsSomebodyIntoAGroupAndTakesThemOut() {
    String member = TENANT + "/groups/crew/members/ada";
    controlPlane.on("PUT " + member, Answer.json(204, ""));
    controlPlane.on("DELETE " + member, Answer.json(204, ""));

    CommandRun.Result in = run("group", "add-member", "crew", "ada");
    assertThat(in.exitCode()).as(in.err()).isZero();
    CommandRun.Result out = run("group", "remove-member", "crew", "ada");
    assertThat(out.exitCode()).as(out.err()).isZero();
    assertThat(controlPlane.requests("PUT " + member)).hasSize(1);
    assertThat(controlPlane.requests("DELETE " + member)).hasSize(1);
  }

  @Test
  void showsWhereAGroupHasItsRoles() {
    controlPlane.on(
        "GET " + TENANT + "/groups/crew",
        Answer.json(
            """
            {"name": "crew", "displayName": "Crew", "members": 2, "etag": "\\"0\\"",
              "roles": [{"role": "tenant-viewer", "tenantPath": "acme/streams",
                "scope": "subtree", "instance": null}]}
            """));

    CommandRun.Result result = run("group", "show", "crew");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("tenant-viewer at acme/streams");
  }

  @Test
  void givesARoleToAGroup() {
    controlPlane.on(
        "POST " + TENANT + "/members",
        Answer.json(201, "{\"username\":\"crew\",\"kind\":\"group\",\"role\":\"tenant-viewer\"}"));

    assertThat(run("member", "add", "crew", "--role", "tenant-viewer", "--group").exitCode())
        .isZero();
    assertThat(controlPlane.requests("POST " + TENANT + "/members"))
        .singleElement()
        .extracting(FakeControlPlane.Request::body)
        .asString()
        .contains("\"kind\":\"group\"");
  }

  @Test
  void printsTheLinkOfAnInvitationOnce() {
    controlPlane.on(
        "POST " + TENANT + "/invitations",
        Answer.json(
            201,
            "{\"email\":\"ada@example.org\",\"group\":\"crew\",\"link\":\"https://m.example/invitation#mi_x\"}"));

    CommandRun.Result result = run("invitation", "create", "ada@example.org", "--group", "crew");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("https://m.example/invitation#mi_x", "group crew");
  }

  @Test
  void invitesToEitherARoleOrAGroup() {
    assertThat(run("invitation", "create", "ada@example.org").exitCode()).isEqualTo(2);
    assertThat(
            run("invitation", "create", "a@example.org", "--role", "x", "--group", "y").exitCode())
        .isEqualTo(2);
  }
}
