package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node of a test's platform.
 *
 * @param address its own loopback address
 */
record TestNode(String name, String region, String zone, String address, Path dataFolder) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Every start of a task that this node's agents ever did, oldest first. */
  List<Launch> launches() {
    Path log = dataFolder.resolve("launches.log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).map(MAPPER::readTree).map(this::launch).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Launch launch(JsonNode line) {
    return new Launch(
        name,
        line.path("podId").asString(),
        line.path("incarnation").asLong(),
        line.path("task").asString(),
        line.path("run").asLong(),
        line.path("pid").asLong());
  }
}
