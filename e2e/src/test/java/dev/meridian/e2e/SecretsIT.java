package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Secrets reach the pods that name them, their rotation too, and nobody else. */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SecretsIT {
  private static final String SECRETS = "/tenants/acme~streams/secrets";
  private static final byte[] KEYSTORE = {(byte) 0xfe, (byte) 0xed, 0, 1, '\n', (byte) 0xff};

  private final Platform platform;
  private final SecretKeeper keeper;
  private Cli viewer;
  private Cli owner;
  private Cli neighbour;

  SecretsIT(Platform platform) {
    this.platform = platform;
    this.keeper = new SecretKeeper(platform, "keeper");
  }

  @BeforeAll
  void publish() {
    platform.publishForTests(SecretKeeper.PACKAGE);
    platform.admin().run("tenant", "create", "acme/neighbours").ok();
    viewer = platform.member("vera", "tenant-viewer", Platform.TENANT);
    owner = platform.member("olga", "tenant-admin", Platform.TENANT);
    neighbour = platform.member("nils", "tenant-admin", "acme/neighbours");
  }

  private CommandResult typed(String value, String... arguments) {
    return platform.developer().run(value, List.of(arguments));
  }

  private CommandResult fromFile(byte[] value, String... arguments) throws IOException {
    Path file = Files.write(platform.folder().resolve("people/keystore"), value);
    return platform
        .developer()
        .run(
            java.util.stream.Stream.concat(
                    java.util.Arrays.stream(arguments),
                    java.util.stream.Stream.of("--from-file", file.toString()))
                .toArray(String[]::new));
  }

  private CommandResult install(String name, String... options) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("instance", "install", name, SecretKeeper.PACKAGE, "--json"));
    for (String option : options) {
      arguments.addAll(List.of("--set", option));
    }
    return platform.developer().run(arguments.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void refusesAnInstallThatNamesASecretThatIsNotThere() {
    CommandResult refused = install("keeper").expect(1);

    assertThat(refused.problem().path("status").asInt()).isEqualTo(422);
    assertThat(refused.problem().path("detail").asString())
        .contains("no secret 'password'", "no secret 'keystore'", "create it first");
    platform.developer().run("instance", "show", "keeper").expect(4);
  }

  @Test
  @Order(2)
  void refusesAnInstallThatNamesASecretOfAnotherInstanceOrBytesAsAVariable() throws IOException {
    typed("first", "secret", "create", "password", "--from-stdin").ok();
    typed("foreign", "secret", "create", "someone/password", "--from-stdin").ok();
    fromFile(KEYSTORE, "secret", "create", "keystore", "--label", "team=streams").ok();

    CommandResult invisible =
        install("keeper", "keeper.password=secret:someone/password").expect(1);
    CommandResult binary = install("keeper", "keeper.password=secret:keystore").expect(1);

    assertThat(invisible.problem().path("status").asInt()).isEqualTo(422);
    assertThat(invisible.problem().path("detail").asString())
        .contains("secret 'someone/password' is not visible to it");
    assertThat(binary.problem().path("status").asInt()).isEqualTo(422);
    assertThat(binary.problem().path("detail").asString())
        .contains("secret 'keystore' is binary and cannot be the variable PASSWORD");
  }

  @Test
  @Order(3)
  void givesPodsTheirSecretsAsVariableAsFileAndInAConfiguration() {
    platform.developer().run("instance", "install", "keeper", SecretKeeper.PACKAGE, "--wait").ok();

    for (String pod : SecretKeeper.PODS) {
      await(pod + " proves what it was given")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(keeper.printed(pod))
                      .contains(SecretKeeper.proofs("first", KEYSTORE))
                      .doesNotContain("first"));
    }
  }

  @Test
  @Order(4)
  void refusesToDeleteAUsedSecretAndNamesItsUsers() {
    CommandResult refused =
        platform.developer().run("secret", "delete", "password", "--yes").expect(5);

    assertThat(refused.err()).contains("password").contains("keeper");
    assertThat(platform.developer().run("secret", "show", "password").ok().out())
        .containsPattern("Used by +keeper");
  }

  @Test
  @Order(5)
  void rollsPodsOneAfterTheOtherWhenASecretIsRotated() {
    typed("second", "secret", "rotate", "password", "--from-stdin").ok();

    for (String pod : SecretKeeper.PODS) {
      await(pod + " proves the new value")
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(keeper.printed(pod))
                      .contains(SecretKeeper.proofs("second", KEYSTORE)));
    }
    JsonNode update =
        platform.developer().run("plan", "show", "keeper", "update", "--json").ok().json();
    assertThat(update.path("strategy").asString("")).isEqualTo("serial");
    await("the plan is complete")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                platform
                    .developer()
                    .run("plan", "show", "keeper", "update", "--json")
                    .ok()
                    .json()
                    .path("status")
                    .asString("")
                    .equals("COMPLETE"));
    List<String> order =
        SecretKeeper.PODS.stream()
            .sorted(Comparator.comparingLong(pod -> keeper.lastMoment(pod, "stopped")))
            .toList();
    assertThat(keeper.lastMoment(order.getLast(), "stopped"))
        .as("the second pod ends only after the first runs again")
        .isGreaterThan(keeper.lastMoment(order.getFirst(), "started"));
  }

  @Test
  @Order(6)
  void destroysAnOlderVersionAndKeepsTheCurrentOne() {
    platform.developer().run("secret", "destroy-version", "password", "2", "--yes").expect(1);
    platform.developer().run("secret", "destroy-version", "password", "1", "--yes").ok();

    assertThat(owner.run("secret", "reveal", "password").ok().out()).isEqualTo("second");
    owner.run("secret", "reveal", "password", "--version", "1").expect(4);
  }

  @Test
  @Order(7)
  void revealsToWhoeverMayAndToNobodyElse() {
    String id =
        platform
            .developer()
            .run("secret", "list", "password", "--json")
            .ok()
            .json()
            .path(0)
            .path("id")
            .asString();
    String reveal = SECRETS + "/" + id + "/versions/2/reveal";

    // Members without the right: the tenant is theirs to see, its secrets are not.
    assertThat(platform.developerApi().post(reveal, "").status()).isEqualTo(403);
    Api watching = platform.apiOf(viewer);
    assertThat(watching.get(SECRETS).status()).isEqualTo(403);
    assertThat(watching.get(SECRETS + "/" + id).status()).isEqualTo(403);
    assertThat(watching.post(SECRETS, "{\"path\":\"x\",\"text\":\"y\"}").status()).isEqualTo(403);
    assertThat(platform.adminApi().post(reveal, "").status()).isEqualTo(403);
    // Strangers: neither the tenant nor the secret is there, and it looks like a random one.
    Api stranger = platform.apiOf(neighbour);
    assertThat(stranger.get(SECRETS).status()).isEqualTo(404);
    Api.Answer foreign =
        stranger.post("/tenants/acme~neighbours/secrets/" + id + "/versions/2/reveal", "");
    String random = UUID.randomUUID().toString();
    Api.Answer unknown =
        stranger.post("/tenants/acme~neighbours/secrets/" + random + "/versions/2/reveal", "");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body().path("detail").asString().replace(id, "ID"))
        .isEqualTo(unknown.body().path("detail").asString().replace(random, "ID"));
  }

  @Test
  @Order(8)
  void givesSecretsFreeWithTheirLastInstance() {
    platform.developer().run("instance", "uninstall", "keeper", "--yes", "--wait").ok();

    await("the secret has no user any more")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> platform.developer().run("secret", "delete", "password", "--yes").ok());
    platform.developer().run("secret", "show", "password").expect(4);
  }
}
