package dev.meridian.cli.instances;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Refused;
import dev.meridian.cli.fleet.VolumeCommands;
import dev.meridian.cli.view.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Removes an instance; its volumes are kept unless each is named, or all, and confirmed. */
@Command(
    name = "uninstall",
    description = "Remove an instance. Volumes are kept for 7 days unless --delete-data is given.")
final class UninstallCommand implements Callable<Integer> {
  private static final Set<String> GONE = Set.of("DESTROYED", "DESTROYING");

  private final Session session;

  @Parameters(paramLabel = "NAME")
  String name = "";

  @Option(names = "--delete-data", description = "Destroy the volumes too.")
  boolean deleteData;

  @Option(
      names = "--confirm-volumes",
      split = ",",
      paramLabel = "ID",
      description = "With --delete-data: the ids of the volumes to destroy, or all.")
  List<String> confirmed = List.of();

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "5m",
      paramLabel = "TIMEOUT",
      description = "Wait until nothing of it runs (default: 5m).")
  @Nullable String wait;

  UninstallCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String path = InstancePath.of(session, name);
    session.api().get(path);
    // Its own: others of that name, below or left by earlier ones, are not touched.
    List<JsonNode> volumes =
        session.api().all(path + "/volumes").stream()
            .filter(volume -> !GONE.contains(Json.text(volume, "/state")))
            .toList();
    List<String> doomed = deleteData ? confirmedOf(volumes) : List.of();
    askUnlessSaid(volumes, doomed);
    ObjectNode body = Json.object();
    body.set("confirmVolumes", Json.texts(doomed));
    JsonNode instance =
        session.api().delete(path + "?deleteData=" + deleteData, deleteData ? body : null);
    if (wait != null) {
      awaitGone(path, Units.duration(wait));
    }
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(instance));
    } else {
      session
          .terminal()
          .out()
          .println(name + (wait == null ? " is being uninstalled" : " is uninstalled"));
    }
    return ExitCode.OK.number();
  }

  private List<String> confirmedOf(List<JsonNode> volumes) {
    List<String> ids = volumes.stream().map(volume -> Json.text(volume, "/id")).toList();
    if (confirmed.contains("all")) {
      return ids;
    }
    if (confirmed.isEmpty() && session.terminal().interactive()) {
      return ids;
    }
    List<String> open = ids.stream().filter(id -> !confirmed.contains(id)).toList();
    if (!open.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--delete-data destroys volumes that were not confirmed: "
              + String.join(", ", open)
              + ". Add --confirm-volumes "
              + String.join(",", ids)
              + " (or all)");
    }
    return ids;
  }

  private void askUnlessSaid(List<JsonNode> volumes, List<String> doomed) {
    boolean typed = deleteData && confirmed.isEmpty() && !doomed.isEmpty();
    if (yes && !typed) {
      return;
    }
    if (!session.terminal().interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE, "Uninstalling " + name + " needs --yes where nobody can be asked");
    }
    if (!volumes.isEmpty()) {
      session.terminal().err().println(deleteData ? "To be DESTROYED:" : "To be kept for 7 days:");
      VolumeCommands.LIST
          .lines(volumes, session.palette())
          .forEach(session.terminal().err()::println);
    }
    String answer =
        typed
            ? session.terminal().ask("Type the name of the instance to destroy its data:")
            : session.terminal().ask("Uninstall " + name + "? [y/N]");
    if (!(typed ? answer.equals(name) : answer.matches("(?i)y|yes"))) {
      throw new CommandFailure(ExitCode.FAILED, "Nothing was done");
    }
  }

  private void awaitGone(String path, Duration timeout) {
    Instant deadline = session.environment().clock().instant().plus(timeout);
    while (!gone(path)) {
      if (session.environment().clock().instant().isAfter(deadline)) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            name + " still runs after " + Units.span(timeout) + ". Pods left: " + podsLeft(path));
      }
      try {
        Thread.sleep(Duration.ofMillis(300));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "Waiting was interrupted");
      }
    }
  }

  private boolean gone(String path) {
    try {
      return Json.text(session.api().get(path), "/state").equals("UNINSTALLED");
    } catch (Refused refused) {
      if (refused.problem().status() == 404) {
        return true;
      }
      if (refused.isForNow()) {
        return false;
      }
      throw refused;
    }
  }

  private String podsLeft(String path) {
    return session.api().all(path + "/pods").stream()
        .map(pod -> Json.text(pod, "/name") + " (" + Json.text(pod, "/reason") + ")")
        .collect(Collectors.joining(", "));
  }
}
