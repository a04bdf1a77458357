package dev.meridian.cli.spec;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.PlanTree;
import dev.meridian.spec.BuiltPlan;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.RenderResult;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.parse.SpecReading;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks, renders and plans a service spec without a control plane. */
@Command(
    name = "spec",
    description = {
      "Check, render and plan a service spec (DC/OS svc.yml) offline.",
      "Exit codes: 0 fine, 1 the spec has errors, 2 wrong use."
    })
public final class SpecCommands extends CommandGroup {
  private final Session session;

  SpecCommands(Session session) {
    this.session = session;
  }

  @Command(description = "Report every error and warning of a spec.")
  int lint(@Mixin SpecSource source) {
    SpecReading reading = source.readAll();
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      out.println(Json.pretty(SpecJson.problems(reading.problems())));
    } else {
      print(reading.problems(), out);
      if (reading.problems().isEmpty()) {
        out.println(source.file + ": no errors");
      }
    }
    return exitCode(!reading.errors().isEmpty());
  }

  @Command(description = "Print the spec with its values filled in.")
  int render(
      @Mixin SpecSource source,
      @Option(
              names = "--tasks",
              description =
                  "Print instead what each task's environment gets of the spec and of the"
                      + " TASKCFG_* values, as POD/TASK NAME=VALUE.")
          boolean tasks) {
    if (tasks) {
      return tasks(source.readAll());
    }
    RenderResult rendered = source.render();
    if (session.wantsJson()) {
      session
          .terminal()
          .out()
          .println(
              Json.pretty(
                  SpecJson.problems(rendered.problems())
                      .put("text", rendered.text().orElse(null))));
      return exitCode(rendered.text().isEmpty());
    }
    rendered.text().ifPresent(session.terminal().out()::print);
    session.terminal().out().flush();
    print(rendered.problems(), session.terminal().err());
    return exitCode(rendered.text().isEmpty());
  }

  private int tasks(SpecReading reading) {
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      ObjectNode node = SpecJson.problems(reading.problems());
      node.set("tasks", reading.spec().map(SpecJson::tasks).orElseGet(() -> Json.array(List.of())));
      out.println(Json.pretty(node));
    } else {
      reading
          .spec()
          .ifPresent(spec -> SpecJson.tasks(spec).values().forEach(task -> print(task, out)));
      print(reading.problems(), session.terminal().err());
    }
    return exitCode(reading.spec().isEmpty());
  }

  private static void print(JsonNode task, PrintStream out) {
    String name = Json.text(task, "/pod") + "/" + Json.text(task, "/task");
    task.path("environment")
        .properties()
        .forEach(
            variable ->
                out.println(name + " " + variable.getKey() + "=" + variable.getValue().asString()));
  }

  @Command(description = "Show every plan with its phases and steps, as the engine builds them.")
  int plan(@Mixin SpecSource source) {
    SpecReading reading = source.readAll();
    if (reading.spec().isEmpty()) {
      if (session.wantsJson()) {
        session.terminal().err().println(Json.pretty(SpecJson.problems(reading.problems())));
      } else {
        print(reading.problems(), session.terminal().err());
      }
      return exitCode(true);
    }
    print(reading.problems(), session.terminal().err());
    List<BuiltPlan> plans = PlanBuilder.plans(reading.spec().get());
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(SpecJson.plans(plans)));
    } else {
      PlanTree tree = new PlanTree(session.palette(), session.environment().clock());
      plans.stream()
          .flatMap(plan -> tree.lines(SpecJson.plan(plan)).stream())
          .forEach(session.terminal().out()::println);
    }
    return exitCode(false);
  }

  private static void print(List<SpecProblem> problems, PrintStream stream) {
    problems.forEach(stream::println);
  }

  private static int exitCode(boolean errors) {
    return (errors ? ExitCode.FAILED : ExitCode.OK).number();
  }
}
