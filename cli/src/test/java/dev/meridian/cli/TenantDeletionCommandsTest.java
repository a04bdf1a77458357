package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Deleting tenants on the command line. */
class TenantDeletionCommandsTest {
  private static final String STATEMENT =
      """
      {"completedAt":"2026-11-21T00:00:00Z","tenant":{"id":"7","path":"acme"},"total":{"pods":3}}""";

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
  void deletesOnlyWhoseNameIsSaidTwice() {
    controlPlane.on(
        "DELETE /api/v1/tenants/acme~streams",
        Answer.json(202, "{\"path\":\"acme/streams\",\"state\":\"GRACE\"}"));

    CommandRun.Result refused = run("tenant", "delete", "acme/streams");
    CommandRun.Result begun =
        run("tenant", "delete", "acme/streams", "--confirm", "acme/streams", "--grace-days", "0");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--confirm acme/streams");
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    assertThat(
            Json.parse(
                controlPlane.requests("DELETE /api/v1/tenants/acme~streams").getFirst().body()))
        .isEqualTo(Json.parse("{\"confirm\":\"acme/streams\",\"graceDays\":0}"));
  }

  @Test
  void showsEachStepAndWhatItWaitsFor() {
    controlPlane.on(
        "GET /api/v1/tenants/acme/deletion",
        Answer.json(
            200,
            """
            {"path": "acme", "state": "RUNNING", "status": "WORKLOAD of 'acme' waits",
             "steps": [{"position": 1, "tenantPath": "acme", "kind": "WORKLOAD",
               "state": "WAITING", "reason": "Node 'edge' is away", "gone": {"pods": 2}}]}
            """));

    CommandRun.Result result = run("tenant", "deletion", "show", "acme");

    assertThat(result.out()).contains("WORKLOAD", "Node 'edge' is away", "pods 2");
    assertThat(run("tenant", "deletion", "show").exitCode()).isEqualTo(2);
  }

  @Test
  void protectsTenantsAndInstances() {
    Answer on = Answer.json(200, "{\"deletionProtection\":true}");
    controlPlane.on("PUT /api/v1/tenants/acme/protection", on);
    controlPlane.on("PUT /api/v1/tenants/acme/instances/kafka/protection", on);

    assertThat(run("tenant", "protect", "acme").exitCode()).isZero();
    assertThat(run("instance", "protect", "kafka", "--tenant", "acme").out()).contains("true");
    assertThat(
            controlPlane
                .requests("PUT /api/v1/tenants/acme/instances/kafka/protection")
                .getFirst()
                .body())
        .isEqualTo("{\"deletionProtection\":true}");
  }

  @Test
  void checksAReportOffline() throws IOException {
    KeyPair pair = AnchorKeys.make();
    SignedReport signed = SignedReport.of(pair.getPrivate().getEncoded(), 1, STATEMENT);
    String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    String fingerprint = new AnchorKeys.PublicKey(1, key).fingerprint();
    Path good = file("good.json", signed, key, STATEMENT);
    Path changed = file("changed.json", signed, key, STATEMENT.replace("3", "2"));

    CommandRun.Result intact =
        run("tenant", "deletion", "verify", good.toString(), "--fingerprint", fingerprint);
    CommandRun.Result broken = run("tenant", "deletion", "verify", changed.toString());
    CommandRun.Result untrusted =
        run("tenant", "deletion", "verify", good.toString(), "--fingerprint", "0".repeat(64));

    assertThat(intact.exitCode()).as(intact.out() + intact.err()).isZero();
    assertThat(intact.out()).contains("As it was signed", "acme", "pods: 3");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.out()).contains("NOT as it was signed");
    assertThat(untrusted.exitCode()).isEqualTo(1);
    assertThat(run("tenant", "deletion", "verify", folder + "/none").exitCode()).isEqualTo(1);
  }

  private Path file(String name, SignedReport signed, String key, String statement)
      throws IOException {
    ObjectNode json = Json.object();
    json.put("statement", statement).put("signature", signed.signature());
    json.putObject("key").put("version", signed.key()).put("key", key);
    return Files.writeString(folder.resolve(name), Json.pretty(json));
  }
}
