package dev.meridian.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rendered template, or why it could not be rendered.
 *
 * @param text present when there is no problem
 * @param lines where each rendered line comes from
 * @param missing the names that have no value; empty when it failed for another reason
 */
public record RenderResult(
    Optional<String> text, List<SpecProblem> problems, LineMap lines, Set<String> missing) {

  public RenderResult {
    problems = List.copyOf(problems);
    missing = Set.copyOf(missing);
  }
}
