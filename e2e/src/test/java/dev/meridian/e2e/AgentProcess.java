package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent of a node; can be killed and started again on the same data. */
final class AgentProcess {
  private final TestNode node;
  private final int controlPlanePort;
  private final Path log;
  private List<String> through = List.of();
  private boolean ended;
  private @Nullable RunningProcess process;

  AgentProcess(TestNode node, int controlPlanePort, Path log) {
    this.node = node;
    this.controlPlanePort = controlPlanePort;
    this.log = log;
  }

  /**
   * Starts it through another program from now on.
   *
   * @param program with its arguments, such as {@code setpriv --reuid=…}
   */
  AgentProcess through(String... program) {
    through = List.of(program);
    return this;
  }

  TestNode node() {
    return node;
  }

  /** Starts it; a token is needed the first time only. */
  void start(Optional<String> joinToken) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "agent",
                "--data-dir",
                node.dataFolder().toString(),
                "--control-plane",
                "127.0.0.1:" + controlPlanePort,
                "--name",
                node.name(),
                "--zone",
                node.zone(),
                "--address",
                node.address(),
                "--advertised-address",
                node.address(),
                "--ports",
                "20000-20999",
                "--cpus",
                "2",
                "--memory",
                "3GiB",
                "--disk",
                "20GiB"));
    joinToken.ifPresent(
        token -> {
          arguments.add("--join-token-file");
          arguments.add(write(token).toString());
        });
    ended = false;
    process = RunningProcess.startAs(through, "agent " + node.name(), arguments, Map.of(), log);
  }

  /** Starts it again on what it has. */
  void startAgain() {
    start(Optional.empty());
  }

  RunningProcess running() {
    return Objects.requireNonNull(process, "not started");
  }

  /** Ends the agent and every task that it ever started; nothing happens when it did already. */
  void stopEverything() {
    if (ended || process == null) {
      return;
    }
    running().stop();
    RunningProcess stop =
        RunningProcess.startAs(
            through,
            "stop of " + node.name(),
            List.of("agent", "stop", "--data-dir", node.dataFolder().toString(), "--grace", "2"),
            Map.of(),
            log);
    if (!stop.awaitEnd(60)) {
      stop.kill();
    }
    ended = true;
  }

  String lastLines() {
    return process == null ? "" : running().lastLines();
  }

  private Path write(String token) {
    try {
      Path file = log.resolveSibling(node.name() + ".token");
      return Files.writeString(file, token);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
