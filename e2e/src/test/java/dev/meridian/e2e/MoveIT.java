package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A pod that moved away from a node and back to it while the node's agent was away. */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
class MoveIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void anAgentThatWasAwayObeysTheNewestIncarnationOnly(Platform platform) {
    TestPackages.publishProbe(platform);
    try (Site a = platform.site("move-a").join();
        Site b = platform.site("move-b").join()) {
      platform.services().install("moving", "probe", a.region(), "{}");
      Launch first = a.launches().getFirst();
      UUID pod = UUID.fromString(first.podId());
      UUID agentA = agent(platform, a);
      UUID agentB = agent(platform, b);
      Moves moves = new Moves(platform.database());

      a.agent().running().kill();
      moves.move(pod, agentA, agentB, first.incarnation() + 1);
      await("B runs the pod")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(incarnations(b)).containsExactly(2L));
      assertThat(alive(first)).as("nobody told A's process to end: its agent is away").isTrue();
      moves.move(pod, agentB, agentA, first.incarnation() + 2);
      await("B ended the pod").atMost(SOON).until(() -> !alive(b.launches().getFirst()));
      a.agent().startAgain();

      await("A runs the newest incarnation")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(incarnations(a)).containsExactly(1L, 3L));
      await("A is done with the removal")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(ordered(platform, pod)).containsExactly("RUN 3"));
      assertThat(List.of(first, b.launches().getFirst()))
          .as("the processes of the older incarnations are gone")
          .noneMatch(MoveIT::alive);
      assertThat(alive(a.launches().getLast())).isTrue();
      platform.services().awaitPod("moving", "probe-0", "READY");
      assertThat(incarnations(a)).as("nothing else was started").containsExactly(1L, 3L);
      assertThat(incarnations(b)).containsExactly(2L);
    }
  }

  private static UUID agent(Platform platform, Site site) {
    return UUID.fromString(platform.node(site.node().name()).path("agentId").asString(""));
  }

  private static List<Long> incarnations(Site site) {
    return site.launches().stream().map(Launch::incarnation).toList();
  }

  private static boolean alive(Launch launch) {
    return ProcessTable.entry(launch.pid()).isPresent();
  }

  private static List<String> ordered(Platform platform, UUID pod) {
    return platform
        .database()
        .rows("select kind || ' ' || incarnation from desired_pod where pod_id = ?", pod);
  }
}
