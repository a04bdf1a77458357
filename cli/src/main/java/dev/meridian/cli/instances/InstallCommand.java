package dev.meridian.cli.instances;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.ProblemText;
import dev.meridian.cli.view.Units;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Installs a package under a name. */
@Command(name = "install", description = "Install a package under a name.")
final class InstallCommand implements Callable<Integer> {
  private static final String DEFAULT_WAIT = "10m";

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME")
  String name = "";

  @Parameters(index = "1", paramLabel = "PACKAGE", description = "Name, or name@version.")
  String packageName = "";

  @Option(names = "--options", paramLabel = "FILE", description = "JSON file; - is stdin.")
  @Nullable String optionsFile;

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description = "One option, such as brokers.count=3; may be repeated.")
  List<String> settings = List.of();

  @Option(
      names = "--regions",
      split = ",",
      paramLabel = "REGION",
      description = "Regions allowed, in order of preference.")
  List<String> regions = List.of();

  @Option(
      names = "--spread",
      arity = "0..1",
      fallbackValue = "REGIONS",
      paramLabel = "OVER",
      description = "Spread pods over REGIONS (when no value is given), ZONES, NODES or NONE.")
  @Nullable String spread;

  @Option(
      names = "--allow-waiting",
      description = "Accept to wait for capacity instead of a refusal.")
  boolean allowWaiting;

  @Option(
      names = "--restore-volumes",
      description = "Take the volumes that an uninstalled instance of this name and package left.")
  boolean restoreVolumes;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = DEFAULT_WAIT,
      paramLabel = "TIMEOUT",
      description = "Watch the deployment until it is done (default: " + DEFAULT_WAIT + ").")
  @Nullable String wait;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  boolean dryRun;

  InstallCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ObjectNode request = request();
    String path = session.tenantPath() + "/instances";
    if (dryRun) {
      return explain(session.api().post(path + "?dryRun=true", request));
    }
    Duration timeout = timeout();
    JsonNode instance = session.api().post(path, request);
    if (wait == null) {
      return session.printOne(instance, InstanceCommands.DETAILS);
    }
    PlanWatch watch =
        new PlanWatch(
            session.api(), session.terminal(), session.palette(), session.environment().clock());
    PlanWatch.Outcome outcome =
        watch.until(InstancePath.of(session, name) + "/plans/deploy", timeout, session.wantsJson());
    if (outcome.exitCode() == ExitCode.TIMED_OUT) {
      throw new CommandFailure(
          ExitCode.TIMED_OUT,
          name
              + " is not deployed after "
              + Units.span(timeout)
              + ". It goes on; watch it: meridian plan show "
              + name
              + " deploy --watch");
    }
    session.printOne(session.api().get(InstancePath.of(session, name)), InstanceCommands.DETAILS);
    return outcome.exitCode().number();
  }

  private ObjectNode request() {
    int at = packageName.indexOf('@');
    ObjectNode request =
        Json.object()
            .put("name", name)
            .put("package", at < 0 ? packageName : packageName.substring(0, at));
    if (at >= 0) {
      request.put("version", packageName.substring(at + 1));
    }
    request.set("options", OptionsInput.read(optionsFile, settings, session.terminal().in()));
    if (!regions.isEmpty() || spread != null) {
      ObjectNode placement = request.putObject("placement");
      if (!regions.isEmpty()) {
        placement.set("regions", Json.texts(regions));
      }
      if (spread != null) {
        placement.put("spread", spread.toUpperCase(java.util.Locale.ROOT));
      }
    }
    if (allowWaiting) {
      request.put("allowWaiting", true);
    }
    if (restoreVolumes) {
      request.put("restoreVolumes", true);
    }
    return request;
  }

  private Duration timeout() {
    try {
      return Units.duration(wait == null ? DEFAULT_WAIT : wait);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE, "--wait: " + wrong.getMessage());
    }
  }

  /** Which kept volumes it would take, and so where its pods have to be. */
  private List<String> restored(JsonNode preview) {
    List<String> lines =
        preview.path("restored").values().stream()
            .map(
                volume ->
                    "restores %s/%s, %s, on %s"
                        .formatted(
                            Json.text(volume, "/pod"),
                            Json.text(volume, "/path"),
                            Units.bytes(volume.path("sizeBytes").asLong(0)),
                            Json.text(volume, "/node")))
            .toList();
    return restoreVolumes && lines.isEmpty()
        ? List.of("restores nothing: no kept volume of " + name + " fits this package and options")
        : lines;
  }

  private int explain(JsonNode preview) {
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(preview));
      return ExitCode.OK.number();
    }
    JsonNode footprint = preview.path("footprint");
    session
        .terminal()
        .out()
        .println(
            "%s pods, %s cpus, %s memory, %s disk"
                .formatted(
                    Json.text(footprint, "/pods"),
                    Units.number(footprint.path("cpus").asDouble(0)),
                    Units.bytes(footprint.path("memoryBytes").asLong(0)),
                    Units.bytes(footprint.path("diskBytes").asLong(0))));
    restored(preview).forEach(session.terminal().out()::println);
    session.terminal().out().println(ProblemText.placements(preview.path("placement")));
    ProblemText.explanation(preview.path("placement")).forEach(session.terminal().out()::println);
    return ExitCode.OK.number();
  }
}
