package dev.meridian.bench;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints each figure at once: lines for people, or one JSON object a line with notes aside. */
final class PrintedReport implements Report {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String benchmark;
  private final boolean json;
  private final PrintStream figures;
  private final PrintStream notes;
  private boolean goalsMet = true;

  /**
   * @param notes where notes go when the figures are JSON
   */
  PrintedReport(String benchmark, boolean json, PrintStream figures, PrintStream notes) {
    this.benchmark = benchmark;
    this.json = json;
    this.figures = figures;
    this.notes = json ? notes : figures;
  }

  @Override
  public void note(String text) {
    notes.println(text);
  }

  @Override
  public void measured(Measurement measurement) {
    goalsMet &= measurement.acceptable();
    figures.println(json ? object(measurement) : line(measurement));
    figures.flush();
  }

  boolean goalsMet() {
    return goalsMet;
  }

  private String object(Measurement measurement) {
    ObjectNode object =
        MAPPER
            .createObjectNode()
            .put("benchmark", benchmark)
            .put("metric", measurement.metric())
            .put("value", rounded(measurement.value()))
            .put("unit", measurement.unit());
    Peer peer = measurement.peer();
    if (peer == null) {
      object.putNull("peer").putNull("peerValue").putNull("ratio");
    } else {
      object
          .put("peer", peer.name())
          .put("peerValue", peer.value())
          .put("ratio", rounded(measurement.value() / peer.value()));
    }
    Goal goal = measurement.goal();
    if (goal == null) {
      object.putNull("goal").putNull("met");
    } else {
      object.put("goal", goal.value()).put("met", goal.met(measurement.value()));
    }
    return MAPPER.writeValueAsString(object);
  }

  private static String line(Measurement measurement) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%-52s %10s %-6s",
            measurement.metric(),
            text(measurement.value()),
            measurement.unit()));
    Goal goal = measurement.goal();
    if (goal != null) {
      line.append(
          String.format(
              Locale.ROOT,
              " %s (goal %s %s)",
              goal.met(measurement.value()) ? "met   " : "MISSED",
              goal.atMost() ? "≤" : "≥",
              text(goal.value())));
    }
    Peer peer = measurement.peer();
    if (peer != null) {
      line.append(
          String.format(
              Locale.ROOT,
              "; %s × %s, %s",
              text(measurement.value() / peer.value()),
              text(peer.value()),
              peer.name()));
    }
    return line.toString().stripTrailing();
  }

  private static String text(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
