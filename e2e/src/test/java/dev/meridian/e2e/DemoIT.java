package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person starts it, killed, started again, and ended. */
class DemoIT {
  private static final String PROVEN = "10000 messages consumed";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final int port = Ports.free();
  private final int agentPort = Ports.free();

  @AfterEach
  void endWhatIsLeft() {
    ProcessTable.touching(folder).forEach(ProcessTable.Entry::kill);
  }

  private RunningProcess demo(String log, String... more) throws IOException {
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "demo",
                "--data-dir",
                folder.resolve("demo").toString(),
                "--port",
                String.valueOf(port),
                "--agent-port",
                String.valueOf(agentPort),
                "--password",
                "demo-password-for-tests",
                "--no-browser"));
    arguments.addAll(List.of(more));
    return RunningProcess.start("demo", arguments, Map.of(), folder.resolve(log));
  }

  private void awaitLine(RunningProcess demo, String log, String text) {
    await("\"" + text + "\" of the demo")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              String output = Files.readString(folder.resolve(log));
              assertThat(output).contains(text);
              assertThat(demo.pid()).isPositive();
            });
  }

  @Test
  void provesKafkaAndCleansUpAfterItselfAlsoWhenItWasKilled() throws IOException {
    RunningProcess first = demo("first.log");
    awaitLine(first, "first.log", "Ctrl-C stops everything");
    assertThat(Files.readString(folder.resolve("first.log")))
        .contains(PROVEN, "demo-password-for-tests", "http://127.0.0.1:" + port);

    first.kill();
    assertThat(ProcessTable.touching(folder)).as("the platform outlives its driver").isNotEmpty();

    RunningProcess second = demo("second.log", "--exit-after-proof");
    assertThat(second.awaitEnd(240)).as(second.lastLines()).isTrue();
    assertThat(Files.readString(folder.resolve("second.log")))
        .contains("Cleaning up after a demo that was killed")
        .contains("kafka of acme/streams is still there")
        .contains(PROVEN)
        .contains("Stopped.");
    await("no process of " + folder + " is left")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ProcessTable.touching(folder)).isEmpty());
  }
}
