package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
                path != null ? TenantCommands.path(path) + "/deletion" : "/tenant-deletions/" + id);
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
  int report(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "A new file (default: standard output).")
          @Nullable Path output) {
    String report = Json.pretty(session.api().get("/tenant-deletions/" + id + "/report")) + "\n";
    if (output == null) {
      session.terminal().out().print(report);
      return ExitCode.OK.number();
    }
    try {
      Files.writeString(output, report, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException exists) {
      throw new CommandFailure(
          ExitCode.FAILED, output + " exists already. Name another file, or remove it.");
    } catch (IOException broken) {
      throw new CommandFailure(
          ExitCode.FAILED, "%s cannot be written: %s".formatted(output, broken.getMessage()));
    }
    return ExitCode.OK.number();
  }

  @Command(description = "Check a report, offline. Exit code 0: as it was signed; 1: not.")
  int verify(@Mixin ReportCheck check) {
    ReportCheck.Outcome outcome = check.run();
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      out.println(Json.pretty(outcome.json()));
    } else {
      outcome.lines().forEach(out::println);
    }
    return (outcome.intact() ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static String gone(JsonNode step) {
    return step.path("gone").properties().stream()
        .map(kind -> kind.getKey() + " " + kind.getValue().asString())
        .collect(Collectors.joining(", "));
  }
}
