package dev.meridian.spec.yaml;

import dev.meridian.spec.LineMap;
import dev.meridian.spec.SpecProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects the problems of one file. Not safe for use by several threads. */
public final class Problems {
  /** Nobody reads more, and hostile input could make any number. */
  private static final int MAX_PROBLEMS = 500;

  private final String file;
  private final LineMap lines;
  private final List<SpecProblem> found = new ArrayList<>();

  public Problems(String file, LineMap lines) {
    this.file = file;
    this.lines = lines;
  }

  public Problems(String file) {
    this(file, LineMap.IDENTITY);
  }

  public void error(String path, YamlNode at, String message) {
    error(path, at.line(), at.column(), message, Optional.empty());
  }

  public void error(String path, int line, int column, String message) {
    error(path, line, column, message, Optional.empty());
  }

  public void error(
      String path, int line, int column, String message, Optional<String> suggestion) {
    add(SpecProblem.Severity.ERROR, path, line, column, message, suggestion);
  }

  public void warning(String path, YamlNode at, String message) {
    add(SpecProblem.Severity.WARNING, path, at.line(), at.column(), message, Optional.empty());
  }

  private void add(
      SpecProblem.Severity severity,
      String path,
      int line,
      int column,
      String message,
      Optional<String> suggestion) {
    if (found.size() < MAX_PROBLEMS) {
      found.add(
          new SpecProblem(
              severity, file, path, lines.sourceLine(line), column, message, suggestion));
    }
  }

  /** In file order. */
  public List<SpecProblem> list() {
    return found.stream()
        .sorted(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column))
        .toList();
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(SpecProblem::isError);
  }
}
