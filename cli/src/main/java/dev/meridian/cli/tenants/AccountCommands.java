package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Accounts: one's own password, and who may sign in at all. */
@Command(name = "account", description = "Your password; accounts that may sign in or not.")
public final class AccountCommands extends CommandGroup {
  private static final Table DETAILS =
      Table.of(
          Column.text("Username", "/username"),
          Column.text("Display name", "/displayName"),
          Column.text("Kind", "/kind"),
          Column.text("Disabled", "/disabled"));

  private final Session session;

  AccountCommands(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Change your password: the present and the new one, each on a line of standard input.")
  int password() {
    List<String> lines = session.terminal().readLines(2);
    if (lines.size() < 2) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Give the present password and the new one on standard input, each on a line of its own");
    }
    ObjectNode change = Json.object().put("current", lines.get(0)).put("next", lines.get(1));
    session.api().put("/me/password", change);
    session.terminal().err().println("Password changed; your other sign-ins have ended.");
    return 0;
  }

  @Command(description = "Let an account do nothing any more, at once.")
  int disable(@Parameters(paramLabel = "USERNAME") String username) {
    return change(username, "disable");
  }

  @Command(description = "Let a disabled account in again.")
  int enable(@Parameters(paramLabel = "USERNAME") String username) {
    return change(username, "enable");
  }

  @Command(
      name = "reset-second-factor",
      description =
          "Take the second factor of somebody away who has lost it; ends all of the person's sign-ins.")
  int resetSecondFactor(@Parameters(paramLabel = "USERNAME") String username) {
    session.api().delete("/accounts/" + Api.encode(username) + "/second-factor", null);
    session
        .terminal()
        .err()
        .println(username + " has no second factor any more, and is signed out everywhere.");
    return ExitCode.OK.number();
  }

  private int change(String username, String verb) {
    return session.printOne(
        session.api().post("/accounts/" + Api.encode(username) + "/" + verb, Json.object()),
        DETAILS);
  }
}
