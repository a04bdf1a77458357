package dev.meridian.spec.parse;

import dev.meridian.spec.ParseResult;
import dev.meridian.spec.RenderResult;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.TaskOverrides;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a template and its values to a spec in one go, with all problems of the file. */
public final class SpecReader {
  private SpecReader() {}

  /**
   * Renders, parses and applies the overrides of tasks that are among the values. Where values are
   * missing, what is wrong whatever they will be is told beside them. Never throws for what is in
   * the file.
   *
   * @param file its name in problems
   * @param environment what the template is rendered with
   * @param templateFiles the templates that {@code configs} may name, by path
   */
  public static SpecReading read(
      String file, String template, Map<String, ?> environment, Map<String, String> templateFiles) {
    RenderResult rendered = SpecTemplate.render(file, template, environment);
    List<SpecProblem> problems = new ArrayList<>(rendered.problems());
    if (rendered.text().isEmpty()) {
      problems.addAll(
          new UnfilledTemplate(file, template, environment, templateFiles, rendered.missing())
              .problems());
      return new SpecReading(Optional.empty(), Optional.empty(), inFileOrder(problems));
    }
    ParseResult parsed =
        SpecParser.parse(file, rendered.text().get(), rendered.lines(), templateFiles);
    problems.addAll(parsed.problems());
    parsed.spec().ifPresent(spec -> problems.addAll(TaskOverrides.unused(file, spec, environment)));
    return new SpecReading(
        rendered.text(),
        parsed.spec().map(spec -> TaskOverrides.apply(spec, environment)),
        inFileOrder(problems));
  }

  private static List<SpecProblem> inFileOrder(List<SpecProblem> problems) {
    return problems.stream()
        .sorted(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column))
        .toList();
  }
}
