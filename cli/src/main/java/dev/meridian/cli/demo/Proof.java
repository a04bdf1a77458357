package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Sends messages through a Kafka by its advertised endpoints with a real client, and reads them.
 */
final class Proof {
  static final int MESSAGES = 10_000;

  private final Programs programs;
  private final DemoFolder folder;
  private final ProcessRegister register;

  Proof(Programs programs, DemoFolder folder, ProcessRegister register) {
    this.programs = programs;
    this.folder = folder;
    this.register = register;
  }

  /** The addresses that clients outside use: those of the broker's port, or of the service name. */
  static String bootstrap(Api developer) {
    List<JsonNode> endpoints =
        developer.all(
            "/tenants/"
                + DemoWorld.TENANT.replace("/", "~")
                + "/instances/"
                + DemoWorld.INSTANCE
                + "/endpoints");
    return endpoints.stream()
        .max(Comparator.comparing(endpoint -> endpoint.path("addresses").size()))
        .map(
            endpoint ->
                endpoint.path("addresses").values().stream()
                    .map(address -> Json.text(address, "/advertised"))
                    .collect(Collectors.joining(",")))
        .filter(addresses -> !addresses.isEmpty())
        .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "kafka has no advertised endpoint"));
  }

  /** Produces and consumes; returns the one line that says how it went. */
  String run(String bootstrap) {
    try {
      Process process =
          register.start(
              "kafka-client",
              StartedProcess.Kind.CLIENT,
              folder.root(),
              () ->
                  programs.kafkaProof(
                      folder,
                      List.of("--bootstrap", bootstrap, "--messages", String.valueOf(MESSAGES))));
      List<String> lines = new ArrayList<>();
      try (BufferedReader output =
          new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
        output.lines().forEach(lines::add);
      }
      if (process.waitFor() != 0) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "The Kafka client failed:\n  "
                + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 8), lines.size())));
      }
      return lines.stream()
          .filter(line -> line.contains("messages consumed"))
          .findFirst()
          .orElse("");
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED, "Cannot read what the Kafka client says: " + refused.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "The demo was interrupted");
    }
  }
}
