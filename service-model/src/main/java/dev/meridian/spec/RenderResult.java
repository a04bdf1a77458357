package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * A rendered template, or why it could not be rendered.
 *
 * @param text present when there is no problem
 * @param lines where each rendered line comes from
 */
public record RenderResult(Optional<String> text, List<SpecProblem> problems, LineMap lines) {

  public RenderResult {
    problems = List.copyOf(problems);
  }
}
