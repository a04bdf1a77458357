package dev.meridian.spec.parse;

import dev.meridian.spec.RenderResult;
import dev.meridian.spec.SpecProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template that lacks values, read with others in their place. What is wrong with one choice of
 * them and with another, and not where they stand, is wrong whatever the values will be.
 */
final class UnfilledTemplate {
  /** A value that may be a name or a piece of structure, on which other lines can depend. */
  private static final Pattern SHAPES_THE_FILE =
      Pattern.compile("}}[^\\s,{}\\[\\]]*:(\\s|$)|^\\s*(-\\s+)?\\{\\{+[^{}]*}}+\\s*$");

  private final String file;
  private final String template;
  private final Map<String, ?> environment;
  private final Map<String, String> templateFiles;
  private final Set<String> missing;

  UnfilledTemplate(
      String file,
      String template,
      Map<String, ?> environment,
      Map<String, String> templateFiles,
      Set<String> missing) {
    this.file = file;
    this.template = template;
    this.environment = environment;
    this.templateFiles = templateFiles;
    this.missing = new TreeSet<>(missing);
  }

  /** Errors only: whether a warning stands may depend on any value. */
  List<SpecProblem> problems() {
    Set<Integer> unfilled = new HashSet<>();
    List<String> lines = template.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lacksAValue(lines.get(i))) {
        if (SHAPES_THE_FILE.matcher(lines.get(i)).find()) {
          return List.of();
        }
        unfilled.add(i + 1);
      }
    }
    if (unfilled.isEmpty()) {
      return List.of();
    }
    List<SpecProblem> otherwise = errors(number -> String.valueOf(number + 1));
    return errors(_ -> "0").stream()
        .filter(problem -> problem.line() > 0 && !unfilled.contains(problem.line()))
        .filter(otherwise::contains)
        .toList();
  }

  private boolean lacksAValue(String line) {
    Matcher variable = SpecTemplate.VARIABLE.matcher(line);
    while (variable.find()) {
      if (missing.contains(variable.group(1))) {
        return true;
      }
    }
    return false;
  }

  private List<SpecProblem> errors(IntFunction<String> standIn) {
    Map<String, Object> values = new HashMap<>(environment);
    int number = 0;
    for (String name : missing) {
      values.put(name, standIn.apply(number++));
    }
    RenderResult rendered = SpecTemplate.render(file, template, values);
    return rendered
        .text()
        .map(text -> SpecParser.parse(file, text, rendered.lines(), templateFiles).errors())
        .orElse(List.of());
  }
}
