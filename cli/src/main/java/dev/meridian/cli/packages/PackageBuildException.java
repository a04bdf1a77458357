package dev.meridian.cli.packages;

import dev.meridian.spec.SpecProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A package cannot be built; the message names the thing, the reason and the next step. */
public final class PackageBuildException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<SpecProblem> problems;

  PackageBuildException(String message) {
    this(message, null);
  }

  PackageBuildException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problems = List.of();
  }

  /** For what lint found; at least one of the problems is an error. */
  PackageBuildException(List<SpecProblem> problems) {
    super(
        problems.stream()
            .filter(SpecProblem::isError)
            .map(SpecProblem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What lint found, warnings too; empty when the reason is another one. */
  public List<SpecProblem> problems() {
    return problems;
  }
}
