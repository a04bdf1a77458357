package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.ControlPlaneAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the processes of the demo and writes each down before it goes on. */
final class Launcher {
  private static final Duration READY = Duration.ofSeconds(120);
  private static final int LAST_LINES = 12;

  private final Programs programs;
  private final DemoFolder folder;
  private final ProcessRegister register;

  Launcher(Programs programs, DemoFolder folder, ProcessRegister register) {
    this.programs = programs;
    this.folder = folder;
    this.register = register;
  }

  /** Starts the control plane and waits until it is ready. */
  void controlPlane(URI url, int agentPort, String adminPassword) {
    requireFree(url.getPort(), "--port");
    requireFree(agentPort, "--agent-port");
    Path log = folder.log("control-plane");
    Process process =
        register.start(
            "control-plane",
            StartedProcess.Kind.CONTROL_PLANE,
            folder.controlPlane(),
            () -> programs.controlPlane(folder, url.getPort(), agentPort, adminPassword, log));
    HttpClient http = ControlPlaneAddress.of(url).connection().build();
    HttpRequest readiness =
        HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + READY.toNanos();
    while (!ready(http, readiness)) {
      if (!process.isAlive()) {
        throw failure("The control plane ended with code " + process.exitValue(), log);
      }
      if (System.nanoTime() > deadline) {
        throw failure("The control plane is not ready after " + READY.toSeconds() + " s", log);
      }
      pause();
    }
  }

  /** Starts the agent of a node; a token is only needed the first time. */
  void agent(DemoWorld.DemoNode node, int agentPort, Optional<String> token) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--data-dir",
                folder.agent(node.name()).toString(),
                "--control-plane",
                "127.0.0.1:" + agentPort,
                "--name",
                node.name(),
                "--zone",
                node.zone(),
                "--address",
                node.address(),
                "--advertised-address",
                node.address(),
                "--ports",
                DemoWorld.PORTS,
                "--cpus",
                "2",
                "--memory",
                "3GiB",
                "--disk",
                "20GiB"));
    token.ifPresent(
        text -> {
          PrivateFile.write(folder.joinToken(node.name()), text + "\n");
          options.add("--join-token-file");
          options.add(folder.joinToken(node.name()).toString());
        });
    createFolder(folder.agent(node.name()));
    register.start(
        node.name(),
        StartedProcess.Kind.AGENT,
        folder.agent(node.name()),
        () -> programs.agent(folder, node.name(), options));
  }

  /** Why an agent does not join, when it ended already. */
  Optional<CommandFailure> ended(DemoWorld.DemoNode node) {
    return register.all().stream()
        .filter(process -> process.name().equals(node.name()) && !process.alive())
        .findFirst()
        .map(process -> failure("Agent " + node.name() + " ended", folder.log(node.name())));
  }

  private static void createFolder(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED, "Cannot create " + path + ": " + refused.getMessage());
    }
  }

  private static void requireFree(int port, String option) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          "Port " + port + " is taken by another program. Choose one with " + option + " PORT.");
    }
  }

  private static boolean ready(HttpClient http, HttpRequest readiness) {
    try {
      return http.send(readiness, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "The demo was interrupted");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "The demo was interrupted");
    }
  }

  private static CommandFailure failure(String what, Path log) {
    String end;
    try {
      List<String> lines = Files.readAllLines(log);
      end =
          String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException unreadable) {
      end = "(its log cannot be read: " + unreadable.getMessage() + ")";
    }
    return new CommandFailure(
        ExitCode.FAILED, what + ". The end of its log " + log + ":\n  " + end);
  }
}
