package dev.meridian.cli.demo;

import dev.meridian.cli.api.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The processes of a demo, on disk before anything else happens with them, so that the next demo
 * can clean up after one that was killed. Safe for use by several threads.
 */
final class ProcessRegister {
  private final Path file;
  private final List<StartedProcess> processes = new ArrayList<>();

  ProcessRegister(Path file) {
    this.file = file;
  }

  /** What an earlier demo wrote down. */
  static List<StartedProcess> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Json.parse(PrivateFile.read(file)).path("processes").values().stream()
        .map(ProcessRegister::process)
        .toList();
  }

  synchronized void add(StartedProcess process) {
    processes.add(process);
    write();
  }

  synchronized void remove(StartedProcess process) {
    processes.remove(process);
    write();
  }

  synchronized List<StartedProcess> all() {
    return List.copyOf(processes);
  }

  private void write() {
    var document = Json.object();
    document.set("processes", Json.array(processes.stream().map(ProcessRegister::json).toList()));
    PrivateFile.write(file, Json.pretty(document) + "\n");
  }

  private static JsonNode json(StartedProcess process) {
    return Json.object()
        .put("name", process.name())
        .put("kind", process.kind().name())
        .put("pid", process.identity().pid())
        .put("startTicks", process.identity().startTicks())
        .put("bootId", process.identity().bootId())
        .put("dataFolder", process.dataFolder().toString());
  }

  private static StartedProcess process(JsonNode json) {
    return new StartedProcess(
        Json.text(json, "/name"),
        StartedProcess.Kind.valueOf(Json.text(json, "/kind")),
        new ProcessIdentity(
            json.path("pid").asLong(),
            json.path("startTicks").asLong(),
            Json.text(json, "/bootId")),
        Path.of(Json.text(json, "/dataFolder")));
  }
}
