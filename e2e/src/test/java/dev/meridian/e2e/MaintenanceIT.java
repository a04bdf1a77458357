package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Rotated secrets roll pods in maintenance windows, or when somebody says so. */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaintenanceIT {
  private static final byte[] KEYSTORE = {1, 2, 3};

  private final Platform platform;
  private final SecretKeeper keeper;
  private Cli owner;

  MaintenanceIT(Platform platform) {
    this.platform = platform;
    this.keeper = new SecretKeeper(platform, "patient");
  }

  @BeforeAll
  void install() throws IOException {
    platform.publishForTests(SecretKeeper.PACKAGE);
    owner = platform.member("mona", "tenant-admin", Platform.TENANT);
    owner.run("first", List.of("secret", "create", "patient/password", "--from-stdin")).ok();
    Path file = Files.write(platform.folder().resolve("people/patient-keystore"), KEYSTORE);
    owner.run("secret", "create", "patient/keystore", "--from-file", file.toString()).ok();
    owner
        .run(
            "instance",
            "install",
            "patient",
            SecretKeeper.PACKAGE,
            "--set",
            "keeper.password=secret:patient/password",
            "--set",
            "keeper.keystore=secret:patient/keystore",
            "--wait")
        .ok();
  }

  private JsonNode update() {
    return owner.run("plan", "show", "patient", "update", "--json").ok().json();
  }

  private void rotate(String value, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("secret", "rotate", "patient/password", "--from-stdin"));
    arguments.addAll(List.of(more));
    owner.run(value, arguments).ok();
  }

  private void windows(String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of("instance", "maintenance", verb, "patient"));
    arguments.addAll(List.of(more));
    owner.run(arguments.toArray(String[]::new)).ok();
  }

  private void waits() {
    await("the update waits for its window")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(update().path("reason").asString(""))
                    .contains("waits for the maintenance window of instance patient"));
  }

  private void proves(String value) {
    for (String pod : SecretKeeper.PODS) {
      await(pod + " proves the value " + value)
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> assertThat(keeper.printed(pod)).contains(SecretKeeper.proofs(value, KEYSTORE)));
    }
  }

  @Test
  void keepsAnUpdateForTheWindowUntilItIsTakenAwayOrSomebodyStartsIt() {
    String far =
        "mon,tue,wed,thu,fri,sat,sun %02d:00 1h UTC"
            .formatted((Instant.now().atZone(ZoneOffset.UTC).getHour() + 12) % 24);
    windows("set", "--window", far);

    rotate("second");
    waits();
    assertThat(update().path("heldUntil").asString("")).isNotEmpty();
    assertThat(
            owner.run("instance", "show", "patient", "--json").ok().json().path("state").asString())
        .isEqualTo("RUNNING");
    for (String pod : SecretKeeper.PODS) {
      assertThat(keeper.printed(pod))
          .doesNotContain(SecretKeeper.proofs("second", KEYSTORE).getFirst());
    }
    windows("clear");
    proves("second");

    windows("set", "--window", far);
    rotate("third");
    waits();
    owner.run("plan", "start-now", "patient").ok();
    proves("third");

    rotate("fourth", "--now");
    proves("fourth");
    windows("clear");
  }
}
