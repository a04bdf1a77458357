package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The processes of a demo, on disk before anything else happens with them, so that the next demo
 * can clean up after one that was killed. Safe for use by several threads.
 */
final class ProcessRegister {
  private final Path file;
  private final List<StartedProcess> processes = new ArrayList<>();
  private boolean closed;

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

  /**
   * Starts a program and writes it down before anything else is started or the end begins.
   *
   * @throws CommandFailure when the end has begun; then nothing is started
   */
  synchronized Process start(
      String name, StartedProcess.Kind kind, Path dataFolder, Supplier<Process> program) {
    if (closed) {
      throw new CommandFailure(ExitCode.FAILED, "The demo is being stopped");
    }
    Process process = program.get();
    ProcessIdentity.of(process.pid())
        .ifPresent(identity -> add(new StartedProcess(name, kind, identity, dataFolder)));
    return process;
  }

  /** Lets nothing be started any more; tells what was. */
  synchronized List<StartedProcess> close() {
    closed = true;
    return all();
  }

  synchronized boolean closed() {
    return closed;
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
