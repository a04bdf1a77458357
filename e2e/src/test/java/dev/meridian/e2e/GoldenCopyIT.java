package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What earlier builds left behind goes on under this one: data directory, keys and agent state. */
class GoldenCopyIT {
  private static final Pattern COUNT = Pattern.compile("Hello, world \\((\\d+)\\)");

  @Test
  void theFirstServiceGoesOnWhereItStopped() {
    try (Platform platform = Platform.ofGoldenCopy("first-service")) {
      platform.services().awaitPod("greeter", "hello-0", "READY");

      await("the greetings of both builds are in the log")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                String log = platform.developer().run("logs", "greeter", "hello-0").ok().out();
                List<Long> counts = COUNT.matcher(log).results().map(GoldenCopyIT::number).toList();
                // It began at 1 under the build before, and counts on from its volume.
                assertThat(counts).as(log).hasSizeGreaterThan(1);
                assertThat(counts)
                    .as(log)
                    .isEqualTo(LongStream.rangeClosed(1, counts.size()).boxed().toList());
              });
      assertThat(platform.node("hq-1").path("state").asString("")).isEqualTo("READY");
      assertThat(platform.developer().run("plan", "show", "greeter", "deploy").ok().out())
          .contains("COMPLETE");
      assertThat(platform.admin().run("audit", "list", "--tenant", "acme/streams").ok().out())
          .contains("instance.install");

      // It is as good as one of this build: it changes, and ends.
      platform.services().uninstall("greeter");
      await("greeter is gone")
          .atMost(Duration.ofSeconds(60))
          .until(() -> platform.developer().run("instance", "show", "greeter").exitCode() == 4);
      assertThat(platform.developer().run("volume", "list").ok().out()).contains("greeter");
      platform.services().install("newcomer", "hello-world", "hq", "{}");
    }
  }

  private static long number(MatchResult found) {
    return Long.parseLong(found.group(1));
  }
}
