package dev.meridian.spec.parse;

import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecProblem;
import java.util.List;
import java.util.Optional;

/**
 * What a template of a spec and its values gave.
 *
 * @param text rendered; empty when values are missing
 * @param spec with the overrides of its tasks; present when no problem is an error
 * @param problems all of the file, in file order; those without a place come first
 */
public record SpecReading(
    Optional<String> text, Optional<ServiceSpec> spec, List<SpecProblem> problems) {

  public SpecReading {
    problems = List.copyOf(problems);
  }

  public List<SpecProblem> errors() {
    return problems.stream().filter(SpecProblem::isError).toList();
  }
}
