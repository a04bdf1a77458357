package dev.meridian.cli.view;

import dev.meridian.cli.api.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A plan as the tree that DC/OS users know, with the reason of every wait:
 *
 * <pre>
 * deploy (serial strategy) (IN_PROGRESS)
 * └─ brokers (parallel strategy) (IN_PROGRESS)
 *    ├─ broker-0:[server] (COMPLETE)
 *    └─ broker-1:[server] (STARTED)  waits for readiness · 4 s
 * </pre>
 */
public record PlanTree(Palette palette, Clock clock) {

  /** The lines of a plan; statuses are left out where the plan has none (offline). */
  public List<String> lines(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    String reason = Json.text(plan, "/reason");
    lines.add(
        palette.strong(Json.text(plan, "/name"))
            + strategy(plan)
            + status(plan)
            + (complete(plan) || reason.isEmpty() ? "" : "  " + palette.faint(reason)));
    branch(List.copyOf(plan.path("phases").values()), "", lines, this::phase);
    List<JsonNode> errors = List.copyOf(plan.path("errors").values());
    if (!errors.isEmpty()) {
      lines.add("Errors:");
      errors.forEach(error -> lines.add("- " + palette.bad(error.asString(""))));
    }
    return lines;
  }

  private interface Node {
    void addTo(List<String> lines, String first, String rest, JsonNode node);
  }

  private static void branch(
      List<JsonNode> children, String indent, List<String> lines, Node renderer) {
    for (int index = 0; index < children.size(); index++) {
      boolean last = index == children.size() - 1;
      renderer.addTo(
          lines,
          indent + (last ? "└─ " : "├─ "),
          indent + (last ? "   " : "│  "),
          children.get(index));
    }
  }

  private void phase(List<String> lines, String first, String rest, JsonNode phase) {
    lines.add(first + Json.text(phase, "/name") + strategy(phase) + status(phase));
    branch(List.copyOf(phase.path("steps").values()), rest, lines, this::step);
  }

  private void step(List<String> lines, String first, String rest, JsonNode step) {
    lines.add(first + stepName(step) + status(step) + waiting(step));
  }

  private static String stepName(JsonNode step) {
    String name = Json.text(step, "/name");
    if (!name.isEmpty()) {
      return name;
    }
    List<String> tasks =
        step.path("tasks").values().stream().map(task -> task.asString("")).toList();
    String pod = Json.text(step, "/pod");
    String index = step.path("index").isNumber() ? "-" + step.path("index").asInt() : "";
    return pod + index + ":[" + String.join(", ", tasks) + "]";
  }

  private String waiting(JsonNode step) {
    String reason = Json.text(step, "/reason");
    if (complete(step) || reason.isEmpty()) {
      return "";
    }
    String since = Json.text(step, "/since");
    String age =
        since.isEmpty()
            ? ""
            : " · " + Units.span(Duration.between(Instant.parse(since), clock.instant()));
    int attempts = step.path("attempts").asInt(0);
    return "  " + palette.faint(reason + age + (attempts > 1 ? " · attempt " + attempts : ""));
  }

  private static boolean complete(JsonNode node) {
    return Json.text(node, "/status").equals("COMPLETE");
  }

  private static String strategy(JsonNode node) {
    String strategy = Json.text(node, "/strategy");
    return strategy.isEmpty() ? "" : " (" + strategy + " strategy)";
  }

  private String status(JsonNode node) {
    String status = Json.text(node, "/status");
    return status.isEmpty() ? "" : " (" + palette.state(status) + ")";
  }
}
