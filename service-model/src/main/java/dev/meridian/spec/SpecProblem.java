package dev.meridian.spec;

import java.util.Optional;

/**
 * Something wrong or doubtful in a file.
 *
 * @param file the file's name as the author knows it
 * @param path the element, such as {@code pods.broker.tasks.server.goal}; empty for the file itself
 * @param line from 1; 0 when the problem has no place
 * @param column from 1; 0 when the problem has no place
 * @param message the reason
 * @param suggestion the nearest known name, when one is near
 */
public record SpecProblem(
    Severity severity,
    String file,
    String path,
    int line,
    int column,
    String message,
    Optional<String> suggestion) {

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static SpecProblem error(String file, String path, int line, int column, String message) {
    return new SpecProblem(Severity.ERROR, file, path, line, column, message, Optional.empty());
  }

  public static SpecProblem warning(
      String file, String path, int line, int column, String message) {
    return new SpecProblem(Severity.WARNING, file, path, line, column, message, Optional.empty());
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** For people: {@code service.yml:12:7 pods.broker: unknown key; did you mean "count"?}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    if (!path.isEmpty()) {
      text.append(' ').append(path);
    }
    text.append(": ").append(isError() ? "" : "warning: ").append(message);
    suggestion.ifPresent(name -> text.append("; did you mean \"").append(name).append("\"?"));
    return text.toString();
  }
}
