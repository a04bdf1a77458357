package dev.meridian.cli.view;

import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A refusal as people read it: what, why field by field, what to do, and the trace id. */
public final class ProblemText {
  private static final Table DROPPED =
      Table.of(
          Column.text("POD", "/pod"),
          Column.text("RULE", "/rule"),
          Column.number("NODES", "/nodes"),
          Column.text("REASON", "/reason"),
          Column.list("EXAMPLES", "/examples"));

  private ProblemText() {}

  /** Prints to the error stream; as the problem document itself when JSON is wanted. */
  public static void print(Problem problem, Terminal terminal, boolean json) {
    if (json && !problem.document().isEmpty()) {
      terminal.err().println(Json.pretty(problem.document()));
    } else {
      lines(problem).forEach(terminal.err()::println);
    }
  }

  public static List<String> lines(Problem problem) {
    List<String> lines = new ArrayList<>();
    lines.add("Error: " + problem.title() + " (" + problem.status() + ")");
    if (!problem.detail().isEmpty()) {
      lines.add("  " + problem.detail());
    }
    problem.errors().forEach(error -> lines.add("  " + error.pointer() + ": " + error.message()));
    if (problem.explanation().isObject()) {
      lines.addAll(explanation(problem.explanation()));
    }
    if (problem.status() == 401) {
      lines.add("  Sign in first: meridian login");
    }
    if (!problem.traceId().isEmpty()) {
      lines.add("  Trace: " + problem.traceId());
    }
    return lines;
  }

  /** Why pods were placed or not: a summary, and each rule that dropped nodes. */
  public static List<String> explanation(JsonNode explanation) {
    List<String> lines = new ArrayList<>();
    String summary = Json.text(explanation, "/summary");
    if (!summary.isEmpty()) {
      lines.add("  " + summary);
    }
    List<ObjectNode> dropped =
        explanation.path("pods").values().stream()
            .flatMap(
                pod ->
                    pod.path("dropped").values().stream()
                        .map(
                            rule ->
                                ((ObjectNode) rule.deepCopy()).put("pod", Json.text(pod, "/pod"))))
            .toList();
    if (!dropped.isEmpty()) {
      DROPPED.lines(dropped, new Palette(false)).forEach(line -> lines.add("  " + line));
    }
    for (JsonNode pod : explanation.path("pods").values()) {
      String miss = Json.text(pod, "/nearestMiss");
      if (!miss.isEmpty()) {
        lines.add("  " + Json.text(pod, "/pod") + " nearly fits: " + miss);
      }
    }
    return lines;
  }

  /** Where pods would go, one short line each. */
  public static String placements(JsonNode explanation) {
    return explanation.path("pods").values().stream()
        .map(
            pod ->
                Json.text(pod, "/pod")
                    + " → "
                    + (Json.text(pod, "/node").isEmpty()
                        ? "nowhere: " + Json.text(pod, "/reason")
                        : Json.text(pod, "/node")
                            + " ("
                            + Json.text(pod, "/region")
                            + "/"
                            + Json.text(pod, "/zone")
                            + ")"))
        .collect(Collectors.joining("\n"));
  }
}
