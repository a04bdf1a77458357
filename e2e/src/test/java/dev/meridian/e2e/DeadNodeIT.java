package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A machine that never comes back. */
@OnPlatform
class DeadNodeIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  @Test
  void anUninstallThatWaitsForItEndsWhenItIsDeclaredDeadAndRemoved(Platform platform) {
    try (Site site = platform.site("burnt").join()) {
      site.installHello();
    }
    Cli admin = platform.admin();
    admin.run("node", "remove", "burnt", "--confirm", "burnt").expect(5);
    platform
        .developer()
        .run("instance", "uninstall", "burnt", "--delete-data", "--confirm-volumes", "all", "--yes")
        .ok();
    await("the reason of the wait")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        platform.developer().run("plan", "show", "burnt", "uninstall").ok().out())
                    .contains("node burnt is not connected", "declares the node dead"));

    admin.run("node", "declare-dead", "burnt", "--confirm", "burnt").ok();
    JsonNode removed =
        admin.run("node", "remove", "burnt", "--confirm", "burnt", "--json").ok().json();

    assertThat(removed.path("volumes").values())
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.path("tenant").asString()).isEqualTo(Platform.TENANT);
              assertThat(volume.path("instance").asString()).isEqualTo("burnt");
            });
    await("the end of the uninstall")
        .atMost(SOON)
        .untilAsserted(() -> platform.developer().run("instance", "show", "burnt").expect(4));
    admin.run("node", "show", "burnt").expect(4);
  }
}
