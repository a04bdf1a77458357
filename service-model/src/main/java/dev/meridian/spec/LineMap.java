package dev.meridian.spec;

import java.util.List;

/**
 * The template's line of each rendered line, so that problems point into the file that the author
 * has.
 *
 * @param sourceLines at index n the template's line of rendered line n + 1; empty when both agree
 */
public record LineMap(List<Integer> sourceLines) {
  public static final LineMap IDENTITY = new LineMap(List.of());

  public LineMap {
    sourceLines = List.copyOf(sourceLines);
  }

  /** The template's line of a rendered line, both from 1. */
  public int sourceLine(int renderedLine) {
    return renderedLine >= 1 && renderedLine <= sourceLines.size()
        ? sourceLines.get(renderedLine - 1)
        : renderedLine;
  }
}
