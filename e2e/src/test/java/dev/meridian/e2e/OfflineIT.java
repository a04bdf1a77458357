package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What agents do while the control plane is away, and what is kept when it was killed. */
@OnPlatform
class OfflineIT {
  @Test
  void restartsAKilledTaskByTheAgentAloneAndKeepsAnInstallThatWasAccepted(Platform platform) {
    try (Site site = platform.site("offline").join();
        Site later = platform.site("accepted")) {
      site.installHello();
      Launch first = site.launches().getFirst();
      Api.Answer accepted =
          platform.services().ask("accepted", "hello-world", later.region(), "{}", true);
      assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(202);

      platform.controlPlane().running().kill();
      ProcessTable.entry(first.pid()).orElseThrow().kill();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(site.launches()).hasSize(2);
                Launch second = site.launches().getLast();
                assertThat(second.podId()).isEqualTo(first.podId());
                assertThat(second.incarnation()).isEqualTo(first.incarnation());
                assertThat(second.pid()).isNotEqualTo(first.pid());
                assertThat(ProcessTable.entry(second.pid())).isPresent();
              });
      platform.controlPlane().start();
      JsonNode kept = platform.services().instance("accepted");
      assertThat(kept.path("state").asString()).isEqualTo("WAITING");
      assertThat(kept.path("status").asString()).isNotBlank();
      later.join();
      site.awaitReady();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(platform.services().taskPid("offline", "hello-0"))
                      .isEqualTo(site.launches().getLast().pid()));
      assertThat(site.launches()).hasSize(2);
      platform.services().awaitDeployed("accepted");
      assertThat(platform.services().instance("accepted").path("state").asString())
          .isEqualTo("RUNNING");
      assertThat(later.launches()).hasSize(1);
    }
  }
}
