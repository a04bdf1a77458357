package dev.meridian.spec.options;

import java.util.List;
import java.util.stream.Collectors;

/** A schema that cannot be used, with every reason. */
public final class InvalidOptionsSchema extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<OptionProblem> problems;
  private final int line;
  private final int column;

  InvalidOptionsSchema(List<OptionProblem> problems, int line, int column) {
    super(problems.stream().map(OptionProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
    this.line = line;
    this.column = column;
  }

  /** Pointers are into the schema. */
  public List<OptionProblem> problems() {
    return problems;
  }

  /** Where the text stops being JSON; 0 when it is JSON. */
  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
