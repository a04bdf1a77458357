package dev.meridian.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The control plane under test; can be killed and started again on the same data. */
final class ControlPlaneProcess {
  private static final Duration READY = Duration.ofSeconds(120);

  private final Path dataFolder;
  private final Path log;
  private final int port = Ports.free();
  private final int agentPort = Ports.free();
  private final Map<String, String> variables;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private @Nullable RunningProcess process;

  /**
   * @param variables its environment beside this JVM's
   */
  ControlPlaneProcess(Path dataFolder, Path log, Map<String, String> variables) {
    this.dataFolder = dataFolder;
    this.log = log;
    this.variables = Map.copyOf(variables);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int agentPort() {
    return agentPort;
  }

  /** Starts it; returns at once. */
  void launch() {
    process =
        RunningProcess.start(
            "control plane",
            List.of(
                "up",
                "--data-dir",
                dataFolder.toString(),
                "--port",
                String.valueOf(port),
                "--agent-port",
                String.valueOf(agentPort)),
            variables,
            log);
  }

  /** Says that the database was set back; returns what that printed. */
  String restore() {
    Path printed = log.resolveSibling("restore-" + System.nanoTime() + ".log");
    RunningProcess restore =
        RunningProcess.start(
            "restore", List.of("restore", "--data-dir", dataFolder.toString()), variables, printed);
    if (!restore.awaitEnd(60)) {
      restore.kill();
      throw new AssertionError("It goes on; " + restore.lastLines());
    }
    return restore.lastLines();
  }

  void awaitReady() {
    await("readiness of the control plane; " + log)
        .atMost(READY)
        .pollInterval(Duration.ofMillis(200))
        .failFast(
            () -> {
              if (!running().alive()) {
                throw new IllegalStateException("It ended: " + running().lastLines());
              }
            })
        .until(this::ready);
  }

  void start() {
    launch();
    awaitReady();
  }

  boolean ready() {
    try {
      return http.send(
                  HttpRequest.newBuilder(url().resolve("/actuator/health/readiness"))
                      .timeout(Duration.ofSeconds(2))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  RunningProcess running() {
    return Objects.requireNonNull(process, "not started");
  }

  /** The embedded database server's first process, by its own pid file. */
  ProcessTable.Entry postmaster() {
    return postmasterIfAny()
        .orElseThrow(() -> new AssertionError("no postmaster.pid under " + dataFolder));
  }

  Optional<ProcessTable.Entry> postmasterIfAny() {
    try (Stream<Path> files = Files.walk(dataFolder, 4)) {
      Optional<Path> pidFile = files.filter(file -> file.endsWith("postmaster.pid")).findFirst();
      return pidFile.isEmpty()
          ? Optional.empty()
          : ProcessTable.entry(
              Long.parseLong(Files.readAllLines(pidFile.get()).getFirst().strip()));
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  String lastLines() {
    return process == null ? "" : running().lastLines();
  }
}
