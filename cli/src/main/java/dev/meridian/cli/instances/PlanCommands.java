package dev.meridian.cli.instances;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.PlanTree;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Plans: what is being done to an instance, step by step. */
@Command(name = "plan", description = "Plans: what is being done to an instance, step by step.")
public final class PlanCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("STRATEGY", "/strategy"),
          Column.state("STATUS", "/status"),
          Column.share("STEPS DONE", "/stepsComplete", "/stepsTotal", node -> node.asString("")),
          Column.moment("STARTED", "/startedAt"),
          Column.moment("COMPLETED", "/completedAt"),
          Column.text("REASON", "/reason"));

  private final Session session;

  PlanCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the plans of an instance.")
  int list(@Parameters(paramLabel = "INSTANCE") String instance) {
    return session.printList(
        session.api().all(InstancePath.of(session, instance) + "/plans"), LIST, "No plans.");
  }

  @Command(
      name = "start-now",
      description = "Start an update that waits for a maintenance window, without it.")
  int startNow(
      @Parameters(paramLabel = "INSTANCE") String instance,
      @Parameters(paramLabel = "PLAN", arity = "0..1", defaultValue = "update") String plan) {
    return session.printList(
        List.of(
            session
                .api()
                .post(
                    InstancePath.of(session, instance) + "/plans/" + Api.encode(plan) + "/now",
                    Json.object())),
        LIST,
        "");
  }

  @Command(description = "Show a plan as a tree.")
  int show(
      @Parameters(paramLabel = "INSTANCE") String instance,
      @Parameters(paramLabel = "PLAN", arity = "0..1", defaultValue = "deploy") String plan,
      @Option(names = "--watch", description = "Follow it until it is done or has an error.")
          boolean watch,
      @Option(
              names = "--timeout",
              defaultValue = "1d",
              paramLabel = "DURATION",
              description = "With --watch: give up after this.")
          String timeout) {
    String path = InstancePath.of(session, instance) + "/plans/" + Api.encode(plan);
    if (watch) {
      PlanWatch.Outcome outcome =
          new PlanWatch(
                  session.api(),
                  session.terminal(),
                  session.palette(),
                  session.environment().clock())
              .until(path, Units.duration(timeout), session.wantsJson());
      if (session.wantsJson()) {
        session.terminal().out().println(Json.pretty(outcome.plan()));
      }
      return outcome.exitCode().number();
    }
    JsonNode found = session.api().get(path);
    List<String> lines =
        session.wantsJson()
            ? List.of(Json.pretty(found))
            : new PlanTree(session.palette(), session.environment().clock()).lines(found);
    lines.forEach(session.terminal().out()::println);
    return ExitCode.OK.number();
  }
}
