package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A control plane whose database was set back to an older one. */
class RestoreIT {
  @Test
  void agentsOfAnOlderDatabaseHoldListWhatTheyHaveAndDestroyNothing()
      throws IOException, InterruptedException {
    try (Platform platform = Platform.withOneNode()) {
      platform.publish("hello-world");
      Path database = platform.folder().resolve("control-plane/database");
      Path older = platform.folder().resolve("older-database");
      platform.controlPlane().running().stop();
      run("cp", "-a", database.toString(), older.toString());
      platform.controlPlane().start();
      platform.awaitReadyNodes(1);
      platform.developer().run("instance", "install", "hello", "hello-world", "--wait").ok();
      Launch launch = platform.launches().getFirst();

      platform.controlPlane().running().stop();
      run("rm", "-rf", database.toString());
      run("cp", "-a", older.toString(), database.toString());
      platform.controlPlane().start();

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () -> assertThat(node(platform).path("state").asString("")).isEqualTo("ON_HOLD"));
      assertThat(node(platform).path("stateReason").asString("")).isNotBlank();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          platform
                              .adminApi()
                              .get(
                                  "/nodes/" + node(platform).path("id").asString("") + "/inventory")
                              .expect(200)
                              .body()
                              .toString())
                      .contains(launch.podId()));
      assertThat(ProcessTable.entry(launch.pid())).as("the task runs on").isPresent();
      assertThat(platform.launches()).as("nothing was started again").hasSize(1);
    }
  }

  private static JsonNode node(Platform platform) {
    return platform.adminApi().get("/nodes").expect(200).body().path("items").path(0);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }
}
