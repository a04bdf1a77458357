package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Every mistake gets an answer that names the thing, the reason and the next step. */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private final Platform platform;

  BadInputIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void publish() {
    platform.publish("hello-world");
  }

  @Test
  void saysThatAPackageIsUnknown() {
    CommandResult refused =
        platform.developer().run("instance", "install", "x", "hello-wrold", "--json");

    assertThat(refused.exitCode()).isIn(1, 4);
    assertThat(refused.problem().path("detail").asString()).contains("hello-wrold");
  }

  @Test
  void pointsAtABadOptionAndSaysWhatIsWrong() {
    CommandResult refused =
        platform
            .developer()
            .run("instance", "install", "x", "hello-world", "--set", "hello.count=-1", "--json")
            .expect(1);

    assertThat(refused.problem().path("status").asInt()).isEqualTo(422);
    JsonNode error = refused.problem().path("errors").path(0);
    assertThat(error.path("pointer").asString()).isEqualTo("/options/hello/count");
    assertThat(error.path("message").asString()).isNotBlank();
  }

  @Test
  void pointsAtAnOptionThatDoesNotExist() {
    CommandResult refused =
        platform
            .developer()
            .run("instance", "install", "x", "hello-world", "--set", "hello.cuont=1", "--json")
            .expect(1);

    assertThat(refused.err()).contains("cuont");
  }

  @Test
  void explainsWhyAPodFitsOnNoNode() {
    CommandResult refused =
        platform
            .developer()
            .run("instance", "install", "x", "hello-world", "--set", "hello.cpus=512")
            .expect(5);

    assertThat(refused.err()).contains("hello-0").contains("cpu");
    platform.developer().run("instance", "show", "x").expect(4);
  }

  @Test
  void refusesANameThatIsTaken() {
    platform.developer().run("instance", "install", "taken", "hello-world").ok();

    CommandResult refused =
        platform.developer().run("instance", "install", "taken", "hello-world", "--json").expect(5);

    assertThat(refused.problem().path("detail").asString()).contains("taken");
    platform
        .developer()
        .run(
            "instance",
            "uninstall",
            "taken",
            "--yes",
            "--delete-data",
            "--confirm-volumes",
            "all",
            "--wait")
        .ok();
  }

  @Test
  void refusesANameThatIsNoDnsLabel() {
    CommandResult refused =
        platform.developer().run("instance", "install", "Not_A_Label", "hello-world").expect(1);

    assertThat(refused.err()).contains("/name");
  }

  @Test
  void spendsAJoinTokenOnce() {
    String token = platform.joinToken("hq");
    AgentProcess first = platform.prepare(node("twin-1", "127.0.41.1"));
    first.start(Optional.of(token));
    platform.awaitReady("twin-1");

    AgentProcess second = platform.prepare(node("twin-2", "127.0.41.2"));
    second.start(Optional.of(token));

    awaitRefusal(second, "used");
    first.running().stop();
  }

  @Test
  void refusesATokenOfAnotherControlPlane() {
    String[] parts = platform.joinToken("hq").split("\\.");
    String otherId = UUID.randomUUID().toString();
    String otherPin = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    // What another one would issue, and one that claims another's id with this one's key.
    AgentProcess foreign =
        started("foreign", "127.0.41.3", token(parts[0], otherId, otherPin, parts[3]));
    AgentProcess forged =
        started("forged", "127.0.41.5", token(parts[0], otherId, parts[2], parts[3]));

    awaitRefusal(foreign, "the join token is of control plane " + otherId);
    awaitRefusal(forged, "another control plane (" + otherId);
  }

  @Test
  void refusesATokenThatWasNeverIssued() {
    AgentProcess agent = started("guess", "127.0.41.6", corrupted(platform.joinToken("hq")));

    awaitRefusal(agent, "the control plane refuses the join token");
  }

  @Test
  void refusesAnExpiredToken() {
    String token =
        platform
            .admin()
            .run("region", "join-token", "hq", "--quiet", "--expires-in", "1s")
            .ok()
            .out()
            .strip();
    AgentProcess agent = platform.prepare(node("late", "127.0.41.4"));
    await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
    agent.start(Optional.of(token));

    awaitRefusal(agent, "expired");
  }

  @Test
  void goesOnAfterGarbageOnTheAgentPort() throws IOException {
    byte[] garbage = new byte[64 << 10];
    new SecureRandom().nextBytes(garbage);
    for (byte[] text :
        List.of(garbage, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8))) {
      try (Socket socket = new Socket("127.0.0.1", platform.controlPlane().agentPort());
          OutputStream out = socket.getOutputStream()) {
        out.write(text);
      } catch (IOException closedOnUs) {
        assertThat(closedOnUs).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
      }
    }

    assertThat(platform.controlPlane().ready()).isTrue();
    platform.admin().run("node", "list").ok();
  }

  @Test
  void refusesAnArtifactWhoseBytesAreNotItsDigest() {
    Api api = platform.adminApi();
    String digest = "0".repeat(64);
    JsonNode upload =
        api.post("/artifact-uploads", "{\"digest\":\"" + digest + "\",\"sizeBytes\":5}").body();

    Api.Answer answer =
        api.patch("/artifact-uploads/" + upload.path("uploadId").asString(), 0, "wrong");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("detail").asString()).contains(digest.substring(0, 8));
    assertThat(api.get("/artifacts/" + digest).status()).isEqualTo(404);
  }

  @Test
  void refusesAPackageThatIsNoZip() {
    Api.Answer answer =
        platform.adminApi().send("POST", "/packages", "no zip at all", "application/zip");

    assertThat(answer.status()).isIn(400, 422);
    assertThat(answer.body().path("detail").asString()).isNotBlank();
  }

  @Test
  void answersAForeignTenantLikeOneThatNeverWas() {
    platform.admin().run("tenant", "create", "rival").ok();

    CommandResult foreign =
        platform.developer().run("instance", "list", "--tenant", "rival", "--json").expect(4);
    CommandResult unknown =
        platform.developer().run("instance", "list", "--tenant", "never", "--json").expect(4);

    assertThat(foreign.problem().path("type")).isEqualTo(unknown.problem().path("type"));
    assertThat(foreign.problem().path("title")).isEqualTo(unknown.problem().path("title"));
  }

  @Test
  void refusesWithoutASignIn() {
    Cli nobody =
        new Cli(
            platform.folder().resolve("people/nobody"), platform.controlPlane().url().toString());

    CommandResult refused = nobody.run("region", "list").expect(3);

    assertThat(refused.err()).contains("meridian login");
  }

  @Test
  void refusesWhatARoleMayNotDo() {
    CommandResult refused =
        platform.developer().run("region", "create", "mine", "--provider", "edge").expect(3);

    assertThat(refused.err()).contains("(403)");
  }

  @Test
  void reportsEveryErrorOfASpecWithItsPlace() throws IOException {
    Path spec = platform.folder().resolve("svc.yml");
    Files.writeString(
        spec,
        """
        name: x
        pods:
          hello:
            count: 1
            tasks:
              server: {gaol: RUNNING, cmd: sleep 1, cpus: 0.1, memory: 16}
        """);

    CommandResult refused = platform.developer().run("spec", "lint", spec.toString()).expect(1);

    assertThat(refused.out()).contains(":6:").contains("did you mean \"goal\"?");
  }

  private AgentProcess started(String name, String address, String token) {
    AgentProcess agent = platform.prepare(node(name, address));
    agent.start(Optional.of(token));
    return agent;
  }

  private static String token(String... parts) {
    return String.join(".", parts);
  }

  private static Platform.NodePlan node(String name, String address) {
    return new Platform.NodePlan(name, "hq", "a", address);
  }

  /** Another well-formed token: one of its last characters is a different one. */
  private static String corrupted(String token) {
    int place = token.length() - 6;
    char other = token.charAt(place) == 'A' ? 'B' : 'A';
    return token.substring(0, place) + other + token.substring(place + 1);
  }

  private static void awaitRefusal(AgentProcess agent, String reason) {
    await("the agent gives up and says why")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(agent.running().alive()).isFalse();
              assertThat(agent.lastLines()).contains("cannot join", reason);
            });
  }
}
