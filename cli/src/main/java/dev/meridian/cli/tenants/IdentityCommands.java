package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Who vouches for people, and what is taken over from there. */
@Command(
    name = "identity",
    description = {
      "Where people come from: Keycloak's organisations, groups and roles become tenants, members",
      "and bindings here."
    })
public final class IdentityCommands extends CommandGroup {
  private static final Table STATUS =
      Table.of(
          Column.text("Provider", "/kind"),
          Column.text("Issuer", "/issuer"),
          Column.text("Result", "/sync/result"),
          Column.text("Reason", "/sync/reason"),
          Column.text("Failures in a row", "/sync/failures"),
          Column.text("Last attempt", "/sync/attemptedAt"),
          Column.text("Last success", "/sync/succeededAt"),
          Column.text("Next attempt", "/sync/nextAt"),
          Column.text("Changed", "/sync/changed"),
          Column.text("Not done", "/sync/withheld"));

  private final Session session;

  IdentityCommands(Session session) {
    this.session = session;
  }

  @Command(description = "How the synchronisation with Keycloak stands, and why it waits.")
  int status() {
    return session.printOne(session.api().get("/identity/provider"), STATUS);
  }

  @Command(
      description = {
        "Bring Meridian in line with Keycloak now; it does so by itself, too.",
        "Every line is a change, or what is not done and why."
      })
  int sync(
      @Option(names = "--dry-run", description = "Only show the differences.") boolean dryRun,
      @Option(
              names = "--many-may-go",
              description = "It is right that many people are gone from Keycloak at once.")
          boolean manyMayGo) {
    JsonNode answer =
        session
            .api()
            .post(
                "/identity/sync?dryRun=%s&manyMayGo=%s".formatted(dryRun, manyMayGo),
                Json.object());
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      out.println(Json.pretty(answer));
      return ExitCode.OK.number();
    }
    for (JsonNode one : answer.path("differences")) {
      out.println((dryRun ? "would " : "") + Json.text(one, "/change"));
    }
    for (JsonNode one : answer.path("withheld")) {
      out.println("not done: " + Json.text(one, "/subject") + ": " + Json.text(one, "/reason"));
    }
    if (answer.path("differences").isEmpty()) {
      out.println("No differences.");
    }
    return ExitCode.OK.number();
  }
}
