package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * A spec, or why there is none.
 *
 * @param spec present when no problem is an error
 * @param problems all of the file, in file order
 */
public record ParseResult(Optional<ServiceSpec> spec, List<SpecProblem> problems) {

  public ParseResult {
    problems = List.copyOf(problems);
  }

  public List<SpecProblem> errors() {
    return problems.stream().filter(SpecProblem::isError).toList();
  }
}
