package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where somebody is signed in. */
@Command(
    name = "session",
    description = "Where you are signed in: browsers and command lines; end those you do not know.")
public final class SessionCommands extends CommandGroup {
  private static final Table SESSIONS =
      Table.of(
          Column.text("ID", "/id"),
          Column.text("KIND", "/kind"),
          Column.text("CLIENT", "/client"),
          Column.text("ADDRESS", "/address"),
          Column.text("CREATED", "/createdAt"),
          Column.text("LAST USED", "/lastUsedAt"),
          Column.of("", one -> one.path("current").asBoolean(false) ? "this one" : ""),
          Column.text("PROGRAM", "/userAgent"));

  private final Session session;

  SessionCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List sessions that have not ended, newest first.")
  int list(
      @Option(
              names = "--account",
              paramLabel = "USERNAME",
              description = "Of somebody else (platform administrators).")
          @Nullable String account) {
    return session.printList(session.api().all(path(account)), SESSIONS, "No sessions.");
  }

  @Command(description = "End a session, with all its tokens, within a second.")
  int revoke(
      @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Option(names = "--all", description = "All; of your own, all but this one.") boolean all,
      @Option(
              names = "--account",
              paramLabel = "USERNAME",
              description = "Of somebody else (platform administrators).")
          @Nullable String account) {
    if (all == (id != null)) {
      throw new CommandFailure(ExitCode.USAGE, "Give the id of one session, or --all");
    }
    String path = path(account);
    session.api().delete(id == null ? path : path + "/" + Api.encode(id), null);
    session.terminal().err().println(id == null ? "The sessions have ended." : id + " has ended.");
    return ExitCode.OK.number();
  }

  private static String path(@Nullable String account) {
    return account == null ? "/me/sessions" : "/accounts/" + Api.encode(account) + "/sessions";
  }
}
