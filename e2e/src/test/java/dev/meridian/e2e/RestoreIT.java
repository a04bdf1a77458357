package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
      assertThat(platform.node("restore").path("stateReason").asString("")).isNotBlank();
      await("what it has")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(platform.admin().run("node", "inventory", "restore").ok().out())
                      .contains(launch.podId()));
      assertThat(ProcessTable.entry(launch.pid())).as("the task runs on").isPresent();
      assertThat(site.launches()).as("nothing was started again").hasSize(1);

      platform.admin().run("node", "resume", "restore").ok();
      site.awaitReady();
      assertThat(ProcessTable.entry(launch.pid())).as("resumed, it still runs on").isPresent();
      assertThat(site.launches()).hasSize(1);

      holdsAnAgentThatCouldNotKnowOnceItIsSaid(platform, site);
      assertThat(ProcessTable.entry(launch.pid())).as("resumed, it still runs on").isPresent();
      assertThat(site.launches()).hasSize(1);
    }
  }

  /** A backup of after the last order looks the same to an agent. */
  private static void holdsAnAgentThatCouldNotKnowOnceItIsSaid(Platform platform, Site site) {
    assertThat(platform.controlPlane().restore())
        .as("while it runs")
        .contains("A control plane uses this database");
    platform.controlPlane().running().stop();

    assertThat(platform.controlPlane().restore())
        .contains("begins anew", "go on hold when they connect: 1");
    platform.controlPlane().start();

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(platform.node("restore").path("stateReason").asString(""))
                    .contains("The control plane was restored from a backup"));
    await("what it has")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> platform.admin().run("node", "resume", "restore").ok());
    site.awaitReady();
  }

  private static String state(Platform platform) {
    return platform.node("restore").path("state").asString("");
  }
}
