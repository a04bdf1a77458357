package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks outlive their agent, and the agent finds them again. */
@OnPlatform
class AgentKillIT {
  @Test
  void adoptsTheSameProcessesWhenItReturnsAndRestartsNothing(Platform platform) {
    try (Site site = platform.site("agent-kill").join()) {
      site.installHello("{\"count\": 3}");
      List<Launch> before = site.launches();

      site.agent().running().kill();

      assertThat(before)
          .hasSize(3)
          .allSatisfy(launch -> assertThat(ProcessTable.entry(launch.pid())).isPresent());
      site.agent().startAgain();
      site.awaitReady();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(platform.services().pods("agent-kill"))
                      .hasSize(3)
                      .allSatisfy(
                          pod -> assertThat(pod.path("state").asString()).isEqualTo("READY")));
      assertThat(site.launches()).isEqualTo(before);
      assertThat(before)
          .allSatisfy(launch -> assertThat(ProcessTable.entry(launch.pid())).isPresent());
    }
  }
}
