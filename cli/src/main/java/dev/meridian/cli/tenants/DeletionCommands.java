package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.OutputFile;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** How deletions of tenants stand, and their reports. */
@Command(name = "deletion", description = "How deletions of tenants stand, and their reports.")
final class DeletionCommands extends CommandGroup {
  static final Table DETAILS =
      Table.of(
          Column.text("Tenant", "/path"),
          Column.state("State", "/state"),
          Column.text("Status", "/status"),
          Column.text("Reason", "/reason"),
          Column.text("Asked by", "/askedBy"),
          Column.moment("Asked", "/askedAt"),
          Column.moment("Grace ends", "/graceEndsAt"),
          Column.moment("Completed", "/completedAt"),
          Column.text("Id", "/id"));

  private static final Table LIST =
      Table.of(
          Column.text("TENANT", "/path"),
          Column.state("STATE", "/state"),
          Column.text("ASKED BY", "/askedBy"),
          Column.moment("ASKED", "/askedAt"),
          Column.moment("GRACE ENDS", "/graceEndsAt"),
          Column.text("ID", "/id"));

  private static final Table STEPS =
      Table.of(
          Column.number("STEP", "/position"),
          Column.text("TENANT", "/tenantPath"),
          Column.text("WHAT", "/kind"),
          Column.state("STATE", "/state"),
          Column.moment("SINCE", "/since"),
          Column.of("GONE", DeletionCommands::gone),
          Column.text("WAITS FOR", "/reason"));

  private final Session session;

  DeletionCommands(Session session) {
    this.session = session;
  }

  @Command(description = "Show the deletion of a tenant with its steps; by path, or by --id.")
  int show(
      @Parameters(paramLabel = "PATH", arity = "0..1") @Nullable String path,
      @Option(names = "--id", paramLabel = "ID", description = "For administrators.")
          @Nullable String id) {
    if ((path == null) == (id == null)) {
      throw wrongUse("Name the tenant by its path, or its deletion by --id");
    }
    JsonNode deletion =
        session
            .api()
            .get(
                path != null
                    ? TenantCommands.path(path) + "/deletion"
                    : path(Objects.requireNonNull(id)));
    int code = session.printOne(deletion, DETAILS);
    List<JsonNode> steps = List.copyOf(deletion.path("steps").values());
    return session.wantsJson() || steps.isEmpty() ? code : session.printList(steps, STEPS, "");
  }

  @Command(description = "List all deletions; for those who audit the platform.")
  int list() {
    return session.printList(
        session.api().all("/tenant-deletions"), LIST, "No tenant was ever deleted.");
  }

  @Command(description = "Write the signed report of a deletion that is over.")
  int report(@Parameters(paramLabel = "ID") String id, @Mixin OutputFile output) {
    return output.write(session, Json.pretty(session.api().get(path(id) + "/report")) + "\n");
  }

  @Command(description = "Check a report, offline. Exit code 0: as it was signed; 1: not.")
  int verify(@Mixin ReportCheck check) {
    return session.print(check.run());
  }

  private static String path(String id) {
    return "/tenant-deletions/" + Api.encode(id);
  }

  private static String gone(JsonNode step) {
    return step.path("gone").properties().stream()
        .map(kind -> kind.getKey() + " " + kind.getValue().asString())
        .collect(Collectors.joining(", "));
  }
}
