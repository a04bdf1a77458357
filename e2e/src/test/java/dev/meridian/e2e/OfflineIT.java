package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What agents do while the control plane is away. */
class OfflineIT {
  @Test
  void restartsAKilledTaskByTheAgentAlone() {
    try (Platform platform = Platform.withOneNode()) {
      platform.publish("hello-world");
      platform.developer().run("instance", "install", "hello", "hello-world", "--wait").ok();
      Launch first = platform.launches().getFirst();
      platform.controlPlane().running().stop();

      ProcessTable.entry(first.pid()).orElseThrow().kill();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(platform.launches()).hasSize(2);
                Launch second = platform.launches().getLast();
                assertThat(second.podId()).isEqualTo(first.podId());
                assertThat(second.incarnation()).isEqualTo(first.incarnation());
                assertThat(second.pid()).isNotEqualTo(first.pid());
                assertThat(ProcessTable.entry(second.pid())).isPresent();
              });
      platform.controlPlane().start();
      platform.awaitReadyNodes(1);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(platform.taskPid("hello", "hello-0"))
                      .isEqualTo(platform.launches().getLast().pid()));
      assertThat(platform.launches()).hasSize(2);
    }
  }
}
