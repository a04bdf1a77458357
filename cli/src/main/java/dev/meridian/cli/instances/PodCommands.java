package dev.meridian.cli.instances;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Pods of an instance. */
@Command(name = "pod", description = "Pods of an instance: where they run and how they are.")
public final class PodCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.state("STATE", "/state"),
          Column.text("NODE", "/node"),
          Column.text("REGION", "/region"),
          Column.text("ZONE", "/zone"),
          Column.text("ADDRESS", "/address"),
          Column.number("CONFIG", "/configuration"),
          Column.text("REASON", "/reason"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Id", "/id"),
          Column.state("State", "/state"),
          Column.text("Reason", "/reason"),
          Column.moment("Since", "/since"),
          Column.text("Node", "/node"),
          Column.text("Region", "/region"),
          Column.text("Zone", "/zone"),
          Column.text("Address", "/address"),
          Column.number("Incarnation", "/incarnation"),
          Column.number("Configuration", "/configuration"),
          Column.of("Resources", PodCommands::resources),
          Column.of("Ports", PodCommands::ports),
          Column.of("Tasks", PodCommands::tasks),
          Column.of("Volumes", PodCommands::volumes),
          Column.moment("Observed", "/observedAt"));

  private final Session session;

  PodCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the pods of an instance.")
  int list(@Parameters(paramLabel = "INSTANCE") String instance) {
    return session.printList(
        session.api().all(InstancePath.of(session, instance) + "/pods"), LIST, "No pods.");
  }

  @Command(description = "Show one pod with its tasks, ports and volumes.")
  int show(
      @Parameters(paramLabel = "INSTANCE") String instance,
      @Parameters(paramLabel = "POD") String pod) {
    return session.printOne(
        session.api().get(InstancePath.of(session, instance) + "/pods/" + Api.encode(pod)),
        DETAILS);
  }

  private static String resources(JsonNode pod) {
    return "%s cpus, %s memory, %s disk"
        .formatted(
            Units.number(pod.at("/resources/cpus").asDouble(0)),
            Units.bytes(pod.at("/resources/memoryBytes").asLong(0)),
            Units.bytes(pod.at("/resources/diskBytes").asLong(0)));
  }

  private static String ports(JsonNode pod) {
    return pod.path("ports").values().stream()
        .map(port -> Json.text(port, "/name") + " " + Json.text(port, "/number"))
        .collect(Collectors.joining(", "));
  }

  private static String tasks(JsonNode pod) {
    return pod.path("tasks").values().stream().map(PodCommands::task).collect(joined());
  }

  private static String task(JsonNode task) {
    StringBuilder line = new StringBuilder(Json.text(task, "/name"));
    line.append(' ').append(Json.text(task, "/state"));
    line.append(task.path("ready").asBoolean(false) ? ", ready" : ", not ready");
    line.append(task.path("healthy").asBoolean(true) ? "" : ", NOT HEALTHY");
    append(line, ", pid ", Json.text(task, "/pid"));
    append(line, ", restarts ", Json.text(task, "/restarts").replaceFirst("^0$", ""));
    append(line, ", exit code ", Json.text(task, "/exitCode"));
    append(line, ", signal ", Json.text(task, "/signal"));
    append(line, ", next start ", Units.moment(Json.text(task, "/nextStartAt")));
    append(line, ": ", Json.text(task, "/message"));
    return line.toString();
  }

  private static String volumes(JsonNode pod) {
    return pod.path("volumes").values().stream()
        .map(
            volume ->
                "%s %s, %s (%s)"
                    .formatted(
                        Json.text(volume, "/path"),
                        Json.text(volume, "/state"),
                        Units.bytes(volume.path("sizeBytes").asLong(0)),
                        Json.text(volume, "/id")))
        .collect(joined());
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining("\n");
  }

  private static void append(StringBuilder line, String label, String text) {
    if (!text.isEmpty()) {
      line.append(label).append(text);
    }
  }
}
