package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * No value of a secret is anywhere but where it belongs: sealed in the database, in the memory of a
 * node, and in the answer to whoever reveals it.
 *
 * <p>That this test can fail is proven in each run: {@link #SEED} is no secret but a label and an
 * option, and must be found in the database, on the agent's disk, in answers and in the log of a
 * pod by the same search. To see it fail, let keeper.sh print {@code $PASSWORD}: the agent's log
 * files and the API's answers are named.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretCanaryIT {
  private static final String SECRETS = "/tenants/acme~streams/secrets";
  private static final Canary SEED = Canary.text("seed");

  private final Canary old = Canary.text("old value");
  private final Canary current = Canary.text("new value");
  private final Canary oldBytes = Canary.binary("old bytes");
  private final Canary bytes = Canary.binary("new bytes");
  private final Canary refused = Canary.text("refused value");
  private final List<Canary> secret = List.of(old, current, oldBytes, bytes, refused);
  private final Platform platform =
      Platform.start(List.of(new Platform.NodePlan("hq-1", "hq", "a", "127.0.60.1")));
  private final SecretKeeper keeper = new SecretKeeper(platform, "keeper");
  private Cli owner;
  private int answered;

  @BeforeAll
  void prepare() {
    platform.publishForTests(SecretKeeper.PACKAGE);
    owner = platform.member("olga", "tenant-admin", Platform.TENANT);
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  @Test
  void leavesNoValueBehindAnywhere() throws IOException {
    Places leaks = new Places(secret);
    Places seeds = new Places(List.of(SEED));
    try (EventListener events =
        new EventListener(
            platform.controlPlane().url().resolve("/api/v1/tenants/acme~streams/events"),
            owner.token())) {
      useSecrets(leaks);
      for (Places places : List.of(leaks, seeds)) {
        searchAnswers(places);
        places.searchCommandLines();
        places.searchDatabase(platform.folder().resolve("control-plane/database"));
        places.search("events", events.lines());
      }
      assertThat(events.lines()).as("events were heard").contains("secret");
    }
    requireEnvironmentsToBeTheirOwners(leaks);
    stopEverything();
    for (String part : List.of("control-plane", "agents", "logs", "bundles")) {
      leaks.searchFiles(platform.folder(), part);
      seeds.searchFiles(platform.folder(), part);
    }

    assertThat(leaks.found()).as("places that know a secret").isEmpty();
    assertThat(leaks.searched()).isGreaterThan(500);
    assertThat(answered).as("answers that were no refusals").isGreaterThan(60);
    assertThat(String.join("\n", seeds.found().keySet()))
        .as("the search finds what is there")
        .contains("database: meridian.secret")
        .contains("control-plane/database/data")
        .contains("agents/hq-1/")
        .contains("GET /api/v1/tenants/{tenant}/secrets")
        .contains("/tasks/{task}/logs");
  }

  /** Makes, uses, rotates, reveals and refuses secrets. */
  private void useSecrets(Places leaks) throws IOException {
    platform
        .developer()
        .run(
            old.text(),
            List.of(
                "secret", "create", "password", "--from-stdin", "--label", "seed=" + SEED.text()))
        .ok();
    withFile(oldBytes, "secret", "create", "keystore").ok();
    platform
        .developer()
        .run(
            "instance",
            "install",
            "keeper",
            SecretKeeper.PACKAGE,
            "--set",
            "keeper.note=" + SEED.text(),
            "--wait")
        .ok();
    awaitProofs(old, oldBytes);
    platform
        .developer()
        .run(current.text(), List.of("secret", "rotate", "password", "--from-stdin"))
        .ok();
    withFile(bytes, "secret", "rotate", "keystore").ok();
    awaitProofs(current, bytes);
    CommandResult revealed = owner.run("secret", "reveal", "password").ok();
    assertThat(revealed.out()).isEqualTo(current.text());
    leaks.search("standard error of reveal", revealed.err());
    refuseValues(leaks);
  }

  private CommandResult withFile(Canary canary, String... arguments) throws IOException {
    Path file = Files.write(platform.folder().resolve("people/bytes"), canary.bytes());
    return platform
        .developer()
        .run(
            Stream.concat(Stream.of(arguments), Stream.of("--from-file", file.toString()))
                .toArray(String[]::new));
  }

  private void awaitProofs(Canary password, Canary keystore) {
    for (String pod : SecretKeeper.PODS) {
      await(pod + " proves what it was given")
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(
              () ->
                  assertThat(keeper.printed(pod))
                      .contains(SecretKeeper.proofs(password.text(), keystore.bytes())));
    }
  }

  /** Whatever is wrong with a request, its answer does not quote what may be a secret. */
  private void refuseValues(Places leaks) {
    String value = refused.text();
    Api api = platform.developerApi();
    Map<String, String> bodies =
        Map.of(
            "broken off", "{\"path\":\"x\",\"text\":\"" + value,
            "no JSON", value,
            "bare word", "{\"path\":\"x\",\"text\":" + value + "}",
            "member of another type", "{\"path\":\"x\",\"text\":{\"a\":\"" + value + "\"}}",
            "list", "{\"path\":\"x\",\"text\":[\"" + value + "\"]}",
            "unknown member", "{\"path\":\"x\",\"vaule\":\"" + value + "\"}",
            "labels of another type", "{\"path\":\"x\",\"labels\":\"" + value + "\"}",
            "no Base64", "{\"path\":\"x\",\"base64\":\"" + value + "!\"}",
            "both forms",
                "{\"path\":\"x\",\"text\":\"" + value + "\",\"base64\":\"" + value + "\"}",
            "too large", "{\"path\":\"x\",\"text\":\"" + value + "x".repeat(70_000) + "\"}");
    bodies.forEach(
        (kind, body) -> {
          String answer = api.rawPost(SECRETS, body);
          assertThat(answer).as(kind).startsWith("4");
          leaks.search("answer to a value: " + kind, answer);
        });
    String taken = "{\"path\":\"password\",\"text\":\"" + value + "\"}";
    leaks.search("answer to a taken path", api.rawPost(SECRETS, taken));
    String id = secretId("password");
    leaks.search(
        "answer to bytes for a text",
        api.rawPost(
            SECRETS + "/" + id + "/versions",
            "{\"base64\":\""
                + Base64.getEncoder().encodeToString(("\0" + value).getBytes())
                + "\"}"));
    // The mistake that people make: the value itself where its path belongs.
    String options = "{\"keeper\":{\"password\":\"" + value + "\"}}";
    leaks.search(
        "answer to an install with a literal",
        api.rawPost(
            "/tenants/acme~streams/instances",
            "{\"name\":\"second\",\"package\":\"%s\",\"options\":%s}"
                .formatted(SecretKeeper.PACKAGE, options)));
  }

  /** Every GET of the API's document, as all who may see something of the tenant. */
  private void searchAnswers(Places places) throws IOException {
    JsonNode document =
        JsonMapper.shared()
            .readTree(Files.readString(Checkout.folder().resolve("docs/openapi.json")));
    List<Api> people = List.of(platform.developerApi(), platform.apiOf(owner), platform.adminApi());
    for (String path : document.path("paths").propertyNames()) {
      if (document.path("paths").path(path).has("get") && !path.endsWith("/events")) {
        for (Api api : people) {
          String answer = api.raw(concrete(path));
          answered += answer.startsWith("200 ") ? 1 : 0;
          places.search("GET " + path, answer);
        }
      }
    }
    places.search("GET /actuator/prometheus", platform.adminApi().raw("/actuator/prometheus"));
    places.search("GET /actuator/health", platform.adminApi().raw("/actuator/health"));
  }

  private String concrete(String path) {
    String named = path.contains("/packages/") ? SecretKeeper.PACKAGE : "keeper";
    String whole =
        path.replace("{tenant}", "acme~streams")
            .replace("{username}", Platform.DEVELOPER)
            .replace("{role}", "tenant-viewer")
            .replace("{group}", "keepers")
            .replace("{sink}", UUID.randomUUID().toString())
            .replace("{name}", path.contains("/regions/") ? "hq" : named)
            .replace("{version}", "1.0.0")
            .replace("{pod}", "keeper-0")
            .replace("{task}", "server")
            .replace("{plan}", "update")
            .replace("{secret}", secretId("password"))
            .replace("{id}", nodeId())
            .replace("{digest}", "sha256-0");
    assertThat(whole).as("say here what is named in it").doesNotContain("{");
    return whole;
  }

  private String secretId(String path) {
    return platform
        .developerApi()
        .get(SECRETS + "?under=" + path)
        .body()
        .at("/items/0/id")
        .asString();
  }

  private String nodeId() {
    return platform.adminApi().get("/nodes").body().at("/items/0/id").asString();
  }

  /** The variables of a task are for its own user: not for another tenant's, not for nobody. */
  private void requireEnvironmentsToBeTheirOwners(Places leaks) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return; // without root an agent cannot give tenants users of their own, and says so
    }
    for (String pod : SecretKeeper.PODS) {
      long pid = platform.services().taskPid("keeper", pod);
      assertThat(Files.readString(Path.of("/proc/" + pid + "/environ")))
          .as("the task itself has it")
          .contains(current.text());
      Process stranger =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=65534",
                  "--regid=65534",
                  "--clear-groups",
                  "sh",
                  "-c",
                  "cat /proc/$1/environ; cat /proc/$1/cwd/config/*; find -L /dev/shm -type f -exec cat {} +",
                  "sh",
                  String.valueOf(pid))
              .redirectErrorStream(true)
              .start();
      leaks.search("what a stranger on the node reads", stranger.getInputStream().readAllBytes());
    }
  }

  /** The database writes everything it has to its files when it stops. */
  private void stopEverything() {
    platform.agents().forEach(AgentProcess::stopEverything);
    platform.controlPlane().running().stop();
  }
}
