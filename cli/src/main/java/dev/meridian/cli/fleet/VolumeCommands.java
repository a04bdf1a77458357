package dev.meridian.cli.fleet;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Persistent volumes of a tenant, kept ones included. */
@Command(name = "volume", description = "Volumes: the data of pods, and what uninstalls kept.")
public final class VolumeCommands extends CommandGroup {
  /** How volumes are listed, here and before an uninstall. */
  public static final Table LIST =
      Table.of(
          Column.text("ID", "/id"),
          Column.text("INSTANCE", "/instance"),
          Column.text("POD", "/pod"),
          Column.text("PATH", "/path"),
          Column.state("STATE", "/state"),
          Column.bytes("SIZE", "/sizeBytes"),
          Column.text("NODE", "/node"),
          Column.text("REGION", "/region"),
          Column.moment("KEPT UNTIL", "/keptUntil"),
          Column.text("REASON", "/reason"));

  private static final String WARNING = "The data of the volume is destroyed for good.";

  private final Session session;

  VolumeCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List volumes.")
  int list(@Option(names = "--state", paramLabel = "STATE") @Nullable String state) {
    String path = session.tenantPath() + "/volumes";
    return session.printList(
        session.api().all(state == null ? path : Api.withQuery(path, "state", state)),
        LIST,
        "No volumes.");
  }

  @Command(description = "Destroy a kept volume with its data now, before its time is over.")
  int destroy(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--confirm", paramLabel = "ID", description = "The id again.")
          @Nullable String confirm) {
    String typed = confirm;
    if (typed == null && session.terminal().interactive()) {
      typed = session.terminal().ask(WARNING + " Type its id to go on:");
    }
    if (!id.equals(typed)) {
      throw new CommandFailure(ExitCode.USAGE, WARNING + " Say so with --confirm " + id + ".");
    }
    return session.printOne(
        session
            .api()
            .delete(
                session.tenantPath() + "/volumes/" + Api.encode(id),
                Json.object().put("confirm", typed)),
        LIST);
  }
}
