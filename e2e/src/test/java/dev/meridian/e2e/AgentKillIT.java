package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks outlive their agent, and the agent finds them again. */
class AgentKillIT {
  @Test
  void adoptsTheSameProcessesWhenItReturnsAndRestartsNothing() {
    try (Platform platform = Platform.withOneNode()) {
      platform.publish("hello-world");
      platform
          .developer()
          .run("instance", "install", "hello", "hello-world", "--set", "hello.count=3", "--wait")
          .ok();
      List<Launch> before = platform.launches();
      AgentProcess agent = platform.agents().getFirst();

      agent.running().kill();

      assertThat(before)
          .hasSize(3)
          .allSatisfy(launch -> assertThat(ProcessTable.entry(launch.pid())).isPresent());
      agent.start(Optional.empty());
      platform.awaitReadyNodes(1);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          platform
                              .developer()
                              .run("pod", "list", "hello", "--json")
                              .ok()
                              .json()
                              .values())
                      .allSatisfy(
                          pod -> assertThat(pod.path("state").asString()).isEqualTo("READY")));
      assertThat(platform.launches()).isEqualTo(before);
      assertThat(before)
          .allSatisfy(launch -> assertThat(ProcessTable.entry(launch.pid())).isPresent());
    }
  }
}
