package dev.meridian.cli.audit;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.OutputFile;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The audit log of a tenant; {@code --tenant -} is the platform's own. */
@Command(
    name = "audit",
    subcommands = SinkCommands.class,
    description = "Who did what, and who was refused what (--tenant - for the platform).")
public final class AuditCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.moment("AT", "/at"),
          Column.text("ACTOR", "/actor"),
          Column.text("BEHIND IT", "/behalf"),
          Column.text("ORIGIN", "/origin"),
          Column.text("ACTION", "/action"),
          Column.text("SUBJECT", "/subject"),
          Column.state("OUTCOME", "/outcome"),
          Column.text("RESULT", "/result"),
          Column.text("ADDRESS", "/address"),
          Column.number("POSITION", "/position"));

  private final Session session;

  AuditCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List events, newest first.")
  int list(
      @Option(names = "--actor", paramLabel = "NAME") @Nullable String actor,
      @Option(names = "--action", paramLabel = "ACTION", description = "Such as instance.install.")
          @Nullable String action,
      @Option(names = "--subject", paramLabel = "NAME") @Nullable String subject,
      @Option(names = "--outcome", paramLabel = "OUTCOME", description = "DONE or REFUSED.")
          @Nullable String outcome,
      @Option(names = "--from", paramLabel = "TIME", description = "Such as 2026-11-21T00:00:00Z.")
          @Nullable Instant from,
      @Option(names = "--to", paramLabel = "TIME", description = "The moment after the last.")
          @Nullable Instant to) {
    String path = auditPath();
    path = with(path, "actor", actor);
    path = with(path, "action", action);
    path = with(path, "subject", subject);
    path = with(path, "outcome", outcome);
    path = with(path, "from", from);
    path = with(path, "to", to);
    return session.printList(session.api().all(path), LIST, "No such events.");
  }

  @Command(description = "Write the whole log with its chain and anchors, as JSON lines.")
  int export(@Mixin OutputFile output) {
    return output.writeLines(session, auditPath() + "/export");
  }

  @Command(description = "Check an export, offline. Exit code 0: intact; 1: not.")
  int verify(@Mixin ExportCheck check) {
    return session.print(check.run());
  }

  @Command(
      description = {
        "Erase a person's name and addresses from every audit log, for good; the chains stay whole.",
        "For administrators of the platform."
      })
  int erase(
      @Option(names = "--account", paramLabel = "NAME", required = true) String account,
      @Option(names = "--confirm", paramLabel = "NAME", description = "The name again.")
          @Nullable String confirm) {
    if (!account.equals(confirm)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The name and addresses of %s are erased for good. Say so with --confirm %s."
              .formatted(account, account));
    }
    JsonNode erased =
        session
            .api()
            .post("/audit/erase", Json.object().put("account", account).put("confirm", confirm));
    PrintStream out = session.terminal().out();
    out.println(
        session.wantsJson()
            ? Json.pretty(erased)
            : "Erased from %s events.".formatted(erased.path("events").asInt()));
    return ExitCode.OK.number();
  }

  private String auditPath() {
    return session.tenantPath() + "/audit";
  }

  private static String with(String path, String name, @Nullable Object value) {
    return value == null ? path : Api.withQuery(path, name, value.toString());
  }
}
