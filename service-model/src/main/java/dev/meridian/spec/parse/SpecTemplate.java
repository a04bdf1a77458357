package dev.meridian.spec.parse;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import dev.meridian.spec.LineMap;
import dev.meridian.spec.NearestName;
import dev.meridian.spec.RenderResult;
import dev.meridian.spec.SpecProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders a mustache template: {@code {{X}}} escapes for HTML, {@code {{{X}}}} does not, {@code
 * {{#X}}…{{/X}}} is left out when X is false, empty or absent. A variable that has no value is a
 * problem; all of them are found in one go. No message contains a value.
 */
public final class SpecTemplate {
  /** Of a template, and of what it renders to. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** Enough to be fixed in one sitting; each one costs a rendering. */
  private static final int MAX_MISSING = 200;

  private static final Pattern ONLY_A_TAG = Pattern.compile("\\s*\\{\\{\\s*[#^/!=][^{}]*}}\\s*");
  static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\{?\\s*&?\\s*([A-Za-z_][A-Za-z0-9_.-]*)\\s*}}");
  private static final Pattern PARSE_LINE = Pattern.compile("@ line (\\d+)| on line (\\d+)");

  private SpecTemplate() {}

  /** Renders a template that has no file name of its own: problems call it {@code service.yml}. */
  public static RenderResult render(String template, Map<String, ?> env) {
    return render("service.yml", template, env);
  }

  /**
   * Renders a template.
   *
   * @param file its name in problems
   * @param env texts, numbers, booleans or lists; the texts true and false in any case are booleans
   */
  public static RenderResult render(String file, String template, Map<String, ?> env) {
    if (template.length() > MAX_CHARACTERS) {
      return failed(file, 0, "the template is longer than " + MAX_CHARACTERS + " characters");
    }
    Map<String, Object> values = new HashMap<>();
    env.forEach((name, value) -> values.put(name, switched(value)));
    boolean marked = LineMarks.absentFrom(template, values.values());
    try {
      Template compiled = compile(marked ? LineMarks.add(template, ONLY_A_TAG) : template);
      return execute(file, template, compiled, values, marked);
    } catch (MustacheParseException e) {
      return failed(file, lineOf(e), "is not a mustache template: " + withoutPlace(e));
    } catch (IndexOutOfBoundsException e) {
      // What the library makes of some tags that are cut off.
      return failed(file, 0, "is not a mustache template: a tag is malformed");
    } catch (UnsupportedOperationException e) {
      return failed(file, 0, "includes another template with {{>…}}, which is not supported");
    }
  }

  private static Template compile(String template) {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .withCollector(new PlainValues())
        .compile(template);
  }

  private static RenderResult execute(
      String file, String template, Template compiled, Map<String, Object> values, boolean marked) {
    Set<String> names = Set.copyOf(values.keySet());
    Map<String, Integer> missing = new HashMap<>();
    while (missing.size() <= MAX_MISSING) {
      BoundedWriter out = new BoundedWriter(2 * MAX_CHARACTERS);
      try {
        compiled.execute(values, out);
      } catch (MustacheException.Context e) {
        if (missing.putIfAbsent(e.key, e.lineNo) != null) {
          return failed(file, e.lineNo, "cannot use the value of " + e.key + " here");
        }
        values.put(e.key, "0");
        continue;
      } catch (UncheckedIOException | MustacheException e) {
        return failed(file, 0, "renders to more than " + MAX_CHARACTERS + " characters");
      }
      if (missing.isEmpty()) {
        return finished(file, out.toString(), marked);
      }
      break;
    }
    return new RenderResult(
        Optional.empty(),
        missingValues(file, template, missing, names),
        LineMap.IDENTITY,
        missing.keySet());
  }

  private static RenderResult finished(String file, String rendered, boolean marked) {
    List<Integer> lines = new ArrayList<>();
    String text = marked ? LineMarks.remove(rendered, lines) : rendered;
    if (text.length() > MAX_CHARACTERS) {
      return failed(file, 0, "renders to more than " + MAX_CHARACTERS + " characters");
    }
    return new RenderResult(Optional.of(text), List.of(), new LineMap(lines), Set.of());
  }

  /** One problem per name, at each variable's first line, in file order. */
  private static List<SpecProblem> missingValues(
      String file, String template, Map<String, Integer> missing, Set<String> known) {
    List<SpecProblem> problems = new ArrayList<>();
    List<String> lines = template.lines().toList();
    missing.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            entry ->
                problems.add(
                    new SpecProblem(
                        SpecProblem.Severity.ERROR,
                        file,
                        "",
                        entry.getValue(),
                        column(lines, entry.getKey(), entry.getValue()),
                        "no value for {{" + entry.getKey() + "}}",
                        NearestName.of(entry.getKey(), known))));
    return problems;
  }

  private static int column(List<String> lines, String name, int line) {
    if (line < 1 || line > lines.size()) {
      return 0;
    }
    Matcher variable = VARIABLE.matcher(lines.get(line - 1));
    while (variable.find()) {
      if (variable.group(1).equals(name)) {
        return variable.start() + 1;
      }
    }
    return 0;
  }

  /** Environments hold texts, so a switch arrives as a text. */
  private static Object switched(Object value) {
    if (value instanceof String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> text;
      };
    }
    return value;
  }

  private static RenderResult failed(String file, int line, String message) {
    return new RenderResult(
        Optional.empty(),
        List.of(SpecProblem.error(file, "", line, line > 0 ? 1 : 0, message)),
        LineMap.IDENTITY,
        Set.of());
  }

  private static int lineOf(MustacheParseException e) {
    Matcher line = PARSE_LINE.matcher(String.valueOf(e.getMessage()));
    if (!line.find()) {
      return 0;
    }
    return Integer.parseInt(line.group(1) == null ? line.group(2) : line.group(1));
  }

  private static String withoutPlace(MustacheParseException e) {
    return LineMarks.strip(PARSE_LINE.matcher(String.valueOf(e.getMessage())).replaceAll(""))
        .strip();
  }

  /** Stops a template that repeats itself through nested lists. */
  private static final class BoundedWriter extends java.io.Writer {
    private final StringBuilder text = new StringBuilder();
    private final int most;

    BoundedWriter(int most) {
      this.most = most;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      if (text.length() + length > most) {
        throw new IOException("too long");
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
