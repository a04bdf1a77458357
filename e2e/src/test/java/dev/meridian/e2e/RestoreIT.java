package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A control plane whose database was set back to an older one. */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
class RestoreIT {
  @Test
  void agentsOfAnOlderDatabaseHoldListWhatTheyHaveAndDestroyNothing(Platform platform) {
    platform.publish("hello-world");
    try (Site site = platform.site("restore").join()) {
      Path older = platform.folder().resolve("older-database");
      // Their tokens must be known to the older database.
      platform.admin().signInAgain();
      platform.developer().signInAgain();
      platform.database().kill();
      platform.database().copyTo(older);
      platform.database().start();
      site.installHello();
      Launch launch = site.launches().getFirst();

      platform.controlPlane().running().stop();
      platform.database().kill();
      platform.database().setBackTo(older);
      platform.database().start();
      platform.controlPlane().start();

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(state(platform)).isEqualTo("ON_HOLD"));
      JsonNode node = platform.node("restore");
      assertThat(node.path("stateReason").asString("")).isNotBlank();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          platform
                              .adminApi()
                              .get("/nodes/" + node.path("id").asString("") + "/inventory")
                              .expect(200)
                              .body()
                              .toString())
                      .contains(launch.podId()));
      assertThat(ProcessTable.entry(launch.pid())).as("the task runs on").isPresent();
      assertThat(site.launches()).as("nothing was started again").hasSize(1);

      platform
          .adminApi()
          .post("/nodes/" + node.path("id").asString("") + "/resume", "{}")
          .expect(200);
      site.awaitReady();
      assertThat(ProcessTable.entry(launch.pid())).as("resumed, it still runs on").isPresent();
      assertThat(site.launches()).hasSize(1);
    }
  }

  private static String state(Platform platform) {
    return platform.node("restore").path("state").asString("");
  }
}
