package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Begins and ends the view of a tenant by the sign-in of this command line. */
@Command(
    name = "view-as",
    description =
        "See what a tenant's administrator sees, read only, for an hour; its audit log says so.")
public final class ViewAsCommand implements Callable<Integer> {
  private static final String VIEW = "/me/view";

  private static final Table VIEWING =
      Table.of(Column.text("Viewing as", "/tenant/path"), Column.text("Until", "/until"));

  private final Session session;

  @Parameters(index = "0", arity = "0..1", paramLabel = "PATH")
  @Nullable String path;

  @Option(names = "--end", description = "End the view.")
  boolean end;

  ViewAsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (end == (path != null)) {
      throw new CommandFailure(ExitCode.USAGE, "Give the path of one tenant, or --end");
    }
    if (path == null) {
      session.api().delete(VIEW, null);
      session.terminal().err().println("You are viewing as nobody else.");
      return ExitCode.OK.number();
    }
    JsonNode viewing = session.api().put(VIEW, Json.object().put("tenant", path));
    int code = session.printOne(viewing, VIEWING);
    session
        .terminal()
        .err()
        .println("Nothing can be changed meanwhile. To end it: meridian tenant view-as --end");
    return code;
  }
}
