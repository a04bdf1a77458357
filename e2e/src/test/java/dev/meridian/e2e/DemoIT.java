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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private final String url = "http://127.0.0.1:" + port;

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
                "--no-browser"));
    arguments.addAll(List.of(more));
    // Whoever runs the tests may have told their processes to take no notice of Ctrl-C.
    return RunningProcess.startAs(
        List.of("env", "--default-signal=INT"), "demo", arguments, Map.of(), folder.resolve(log));
  }

  private void awaitLine(RunningProcess demo, String log, String text) {
    await("\"" + text + "\" of the demo")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(said(log)).contains(text);
              assertThat(demo.alive()).isTrue();
            });
  }

  private String said(String log) throws IOException {
    return Files.readString(folder.resolve(log));
  }

  private Cli person(String name, String password) {
    return new Cli(folder.resolve("people").resolve(name), url).signIn(name, password);
  }

  /** The password that the demo printed for somebody. */
  private String printed(String log, String name) throws IOException {
    Matcher line =
        Pattern.compile("(?m)^ +" + name + " +([A-Za-z0-9]{16}) +[a-z-]+( of .*)?$")
            .matcher(said(log));
    assertThat(line.find()).as("a password of " + name + ": " + said(log)).isTrue();
    String password = line.group(1);
    assertThat(line.find()).as("it is printed once").isFalse();
    return password;
  }

  private void assertEndsAndLeavesNothing(RunningProcess demo, String log) throws IOException {
    assertThat(demo.awaitEnd(120)).as(demo.lastLines()).isTrue();
    assertThat(said(log)).contains("Stopped.").doesNotContain("Error:");
    await("no process of " + folder + " is left")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ProcessTable.touching(folder)).isEmpty());
  }

  private void assertBrokersRunAsAUserOfTheirOwn() throws IOException {
    List<ProcessTable.Entry> brokers =
        ProcessTable.touching(folder.resolve("demo/agents")).stream()
            .filter(process -> process.command().contains("kafka.Kafka"))
            .toList();
    assertThat(brokers).hasSize(3);
    if (System.getProperty("user.name").equals("root")) {
      for (ProcessTable.Entry broker : brokers) {
        Path process = Path.of("/proc", String.valueOf(broker.pid()));
        assertThat((Integer) Files.getAttribute(process, "unix:uid"))
            .as("user of " + broker)
            .isGreaterThan(1_000_000_000);
      }
    }
  }

  @Test
  void keepsWhatItPromisesOverAKillACtrlCAndAFreshStart() throws IOException {
    RunningProcess first = demo("first.log");
    awaitLine(first, "first.log", "Ctrl-C stops everything");
    assertThat(said("first.log")).contains(PROVEN, url);
    System.out.println(
        said("first.log").lines().filter(line -> line.contains(PROVEN)).findFirst().orElse(""));
    String password = printed("first.log", "dana");
    assertThat(person("dana", password).run("instance", "list").ok().out()).contains("kafka");
    assertBrokersRunAsAUserOfTheirOwn();

    first.kill();
    assertThat(ProcessTable.touching(folder)).as("the platform outlives its driver").isNotEmpty();

    RunningProcess second = demo("second.log");
    awaitLine(second, "second.log", "Ctrl-C stops everything");
    assertThat(said("second.log"))
        .contains("Cleaning up after a demo that was killed")
        .contains("kafka of acme/streams is still there")
        .contains(PROVEN)
        .doesNotContain(password);
    second.interrupt();
    assertEndsAndLeavesNothing(second, "second.log");

    RunningProcess third =
        demo("third.log", "--fresh", "--no-kafka", "--password", "chosen-for-a-script");
    awaitLine(third, "third.log", "The control plane is ready");
    person("admin", "chosen-for-a-script");
    // Its agents join now, or are still being started.
    third.terminate();
    assertEndsAndLeavesNothing(third, "third.log");
  }
}
