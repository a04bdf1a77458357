package dev.meridian.spec.packages;

import dev.meridian.spec.SpecProblem;
import java.util.List;
import java.util.Optional;

/**
 * A package, or why there is none.
 *
 * @param definition present when no problem is an error
 */
public record PackageResult(Optional<PackageDefinition> definition, List<SpecProblem> problems) {

  public PackageResult {
    problems = List.copyOf(problems);
  }

  public List<SpecProblem> errors() {
    return problems.stream().filter(SpecProblem::isError).toList();
  }
}
