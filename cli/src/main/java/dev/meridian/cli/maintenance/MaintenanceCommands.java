package dev.meridian.cli.maintenance;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows and replaces the maintenance windows of something that has some. */
public abstract class MaintenanceCommands extends CommandGroup {
  private static final Table DETAILS =
      Table.of(
          Column.of("Own windows", answer -> lines(answer.path("windows"))),
          Column.of("In force", answer -> lines(answer.path("inForce"))),
          Column.text("From", "/from"),
          Column.of("Updates", MaintenanceCommands::now),
          Column.moment("Next opening", "/opensAt"),
          Column.moment("Closes", "/closesAt"));

  private final Session session;

  protected MaintenanceCommands(Session session) {
    this.session = session;
  }

  /** Where the windows of the thing with this name are. */
  protected abstract String path(Session session, String name);

  /** Shows the windows and those in force. */
  @Command(description = "Show the windows, those in force, and when the next one opens.")
  public int show(@Parameters(paramLabel = "NAME") String name) {
    return session.printOne(session.api().get(path(session, name)), DETAILS);
  }

  /** Replaces all windows. */
  @Command(description = "Replace all windows; updates that wait are looked at again.")
  public int set(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--window",
              required = true,
              paramLabel = "WINDOW",
              description =
                  "Days, start, length and time zone: \"sat,sun 02:00 4h Europe/Paris\"; may be"
                      + " repeated.")
          @Nullable List<String> windows) {
    return replace(
        name,
        (windows == null ? List.<String>of() : windows)
            .stream().map(text -> WindowText.read(text, this::wrongUse)).toList());
  }

  /** Removes all windows. */
  @Command(description = "Remove all windows; those of the nearest tenant above are in force then.")
  public int clear(@Parameters(paramLabel = "NAME") String name) {
    return replace(name, List.of());
  }

  private int replace(String name, List<? extends JsonNode> windows) {
    String path = path(session, name);
    JsonNode body = Json.object().set("windows", Json.array(windows));
    return session.printOne(session.api().replace(path, path, body), DETAILS);
  }

  private static String lines(JsonNode windows) {
    return windows.values().stream().map(WindowText::write).collect(Collectors.joining("\n"));
  }

  private static String now(JsonNode answer) {
    return answer.path("inForce").isEmpty()
        ? "go on at any time"
        : answer.path("open").asBoolean(false) ? "go on now" : "wait";
  }
}
