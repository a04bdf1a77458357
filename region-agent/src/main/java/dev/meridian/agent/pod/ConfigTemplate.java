package dev.meridian.agent.pod;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A config file as the package wrote it: mustache over the task's environment. The values "true"
 * and "false" switch sections. Values are not escaped, for what is rendered is not HTML.
 */
final class ConfigTemplate {
  private static final Mustache.Compiler COMPILER = Mustache.compiler().escapeHTML(false);

  private ConfigTemplate() {}

  /**
   * @param names the variables that the text was made of
   */
  record Rendered(String text, Set<String> names) {}

  /**
   * @throws TaskErrorException when a variable has no value (all of them are named, with their
   *     lines; values never are) or the template is broken
   */
  static Rendered render(String name, String template, Map<String, String> environment)
      throws TaskErrorException {
    Template compiled;
    try {
      compiled = COMPILER.compile(template);
    } catch (MustacheException broken) {
      throw new TaskErrorException("config " + name + ": " + broken.getMessage());
    }
    Values values = new Values(environment);
    Map<String, Integer> missing = new TreeMap<>();
    while (true) {
      try {
        String text = compiled.execute(values);
        if (missing.isEmpty()) {
          return new Rendered(text, Set.copyOf(values.asked));
        }
        break;
      } catch (MustacheException.Context absent) {
        // A key that is missing though it was added is something else, such as a compound name.
        if (missing.putIfAbsent(absent.key, absent.lineNo) != null) {
          throw new TaskErrorException("config " + name + ": " + absent.getMessage());
        }
        values.known.put(absent.key, "");
      } catch (MustacheException | UnsupportedOperationException broken) {
        throw new TaskErrorException("config " + name + ": " + broken.getMessage());
      }
    }
    StringBuilder message = new StringBuilder("config " + name + ": no value for");
    missing.forEach(
        (key, line) -> message.append(' ').append(key).append(" (line ").append(line).append(")"));
    throw new TaskErrorException(
        message.append("; add them to the task's env or to the package's options").toString());
  }

  /** The environment as mustache sees it; remembers what it was asked for. */
  private static final class Values extends AbstractMap<String, Object> {
    private final Map<String, Object> known = new TreeMap<>();
    private final Set<String> asked = new HashSet<>();

    Values(Map<String, String> environment) {
      environment.forEach(
          (name, value) ->
              known.put(
                  name,
                  value.equalsIgnoreCase("true")
                      ? Boolean.TRUE
                      : value.equalsIgnoreCase("false") ? Boolean.FALSE : value));
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      if (name instanceof String text) {
        asked.add(text);
      }
      return known.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      return known.get(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return known.entrySet();
    }
  }
}
