package dev.meridian.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A declaration of columns that turns items into aligned lines. */
public record Table(List<Column> columns) {

  public static Table of(Column... columns) {
    return new Table(List.of(columns));
  }

  /** A header line and one line for each item; columns as wide as their widest text. */
  public List<String> lines(List<? extends JsonNode> items, Palette palette) {
    List<List<String>> cells =
        items.stream()
            .map(item -> columns.stream().map(column -> column.text().apply(item)).toList())
            .toList();
    int[] widths =
        IntStream.range(0, columns.size())
            .map(
                index ->
                    Math.max(
                        columns.get(index).header().length(),
                        cells.stream().mapToInt(row -> width(row.get(index))).max().orElse(0)))
            .toArray();
    List<String> lines = new ArrayList<>();
    lines.add(palette.strong(row(columns.stream().map(Column::header).toList(), widths, null)));
    cells.forEach(row -> lines.add(row(row, widths, palette)));
    return lines;
  }

  /** One line for each column that has a text: its label and the text. */
  public List<String> labelled(JsonNode item, Palette palette) {
    int width = columns.stream().mapToInt(column -> column.header().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Column column : columns) {
      String text = column.text().apply(item).strip();
      if (!text.isEmpty()) {
        String[] parts = text.split("\n", -1);
        lines.add(
            palette.strong(pad(column.header(), width, false))
                + "  "
                + column.style().apply(palette, parts[0]));
        for (int part = 1; part < parts.length; part++) {
          lines.add(" ".repeat(width + 2) + parts[part]);
        }
      }
    }
    return lines;
  }

  private String row(
      List<String> cells, int[] widths, @org.jspecify.annotations.Nullable Palette palette) {
    StringBuilder line = new StringBuilder();
    for (int index = 0; index < cells.size(); index++) {
      Column column = columns.get(index);
      String cell = cells.get(index);
      boolean last = index == cells.size() - 1;
      String padded = last && !column.right() ? cell : pad(cell, widths[index], column.right());
      line.append(index == 0 ? "" : "  ");
      line.append(
          palette == null ? padded : padded.replace(cell, column.style().apply(palette, cell)));
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width, boolean right) {
    String blanks = " ".repeat(Math.max(0, width - width(text)));
    return right ? blanks + text : text + blanks;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
