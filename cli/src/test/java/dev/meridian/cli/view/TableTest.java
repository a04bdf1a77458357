package dev.meridian.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.api.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TableTest {
  private static final Table TABLE =
      Table.of(
          Column.text("NAME", "/name"),
          Column.state("STATE", "/state"),
          Column.bytes("MEMORY", "/memory"),
          Column.list("TAGS", "/tags"));

  private static final List<JsonNode> ITEMS =
      List.of(
          Json.parse("{\"name\":\"kafka\",\"state\":\"RUNNING\",\"memory\":1073741824}"),
          Json.parse("{\"name\":\"x\",\"state\":\"LOST\",\"memory\":1536,\"tags\":[\"a\",\"b\"]}"));

  @Test
  void alignsColumnsAndNumbersToTheRight() {
    assertThat(TABLE.lines(ITEMS, new Palette(false)))
        .containsExactly(
            "NAME   STATE     MEMORY  TAGS",
            "kafka  RUNNING    1 GiB",
            "x      LOST     1.5 KiB  a, b");
  }

  @Test
  void keepsItsWidthsWithColours() {
    assertThat(
            TABLE.lines(ITEMS, new Palette(true)).stream()
                .map(line -> line.replaceAll("\u001b\\[\\d+m", "").stripTrailing()))
        .isEqualTo(TABLE.lines(ITEMS, new Palette(false)));
  }

  @Test
  void leavesOutEmptyLabels() {
    assertThat(TABLE.labelled(ITEMS.getFirst(), new Palette(false)))
        .containsExactly("NAME    kafka", "STATE   RUNNING", "MEMORY  1 GiB");
  }
}
