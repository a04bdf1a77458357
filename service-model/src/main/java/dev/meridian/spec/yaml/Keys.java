package dev.meridian.spec.yaml;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.yaml.YamlNode.Entry;
import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the keys of one mapping. Each reading method makes its key known; {@link #finish} reports
 * the keys that nobody asked for. A wrong value is reported once and read as absent, so that the
 * rest of the file is still checked.
 */
public final class Keys {
  private final YamlMap map;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Keys(YamlMap map, String path, Problems problems) {
    this.map = map;
    this.path = path;
    this.problems = problems;
  }

  /** The keys of a mapping; anything else is reported. */
  public static Optional<Keys> of(YamlNode node, String path, Problems problems) {
    if (node instanceof YamlMap map) {
      return Optional.of(new Keys(map, path, problems));
    }
    problems.error(path, node, "must be a mapping, but is " + node.kindName());
    return Optional.empty();
  }

  public String path() {
    return path;
  }

  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public Problems problems() {
    return problems;
  }

  /** The mapping itself, for problems without a key. */
  public YamlNode node() {
    return map;
  }

  /** True when the key is written, whatever its value. */
  public boolean has(String key) {
    known.add(key);
    return map.entry(key).isPresent();
  }

  /** Reports a problem at the value of a key, or at the mapping when the key is absent. */
  public void error(String key, String message) {
    problems.error(path(key), at(key), message);
  }

  public void error(String key, String message, Optional<String> suggestion) {
    YamlNode at = at(key);
    problems.error(path(key), at.line(), at.column(), message, suggestion);
  }

  /** Reports a problem at an element below, or at the nearest one above it that is there. */
  public void errorAt(List<String> below, String message) {
    YamlNode at = map;
    for (String key : below) {
      Optional<YamlNode> next =
          at instanceof YamlMap mapping ? mapping.entry(key).map(Entry::value) : Optional.empty();
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    problems.error(path(String.join(".", below)), at, message);
  }

  public void warning(String key, String message) {
    problems.warning(path(key), at(key), message);
  }

  private YamlNode at(String key) {
    return map.entry(key).map(Entry::value).orElse(map);
  }

  /** The value of a key; empty when it is absent or null. */
  public Optional<YamlNode> value(String key) {
    known.add(key);
    return map.entry(key)
        .map(Entry::value)
        .filter(value -> !(value instanceof YamlScalar scalar && scalar.isNull()));
  }

  private Optional<String> scalar(String key) {
    Optional<YamlNode> value = value(key);
    if (value.isPresent() && !(value.get() instanceof YamlScalar)) {
      error(key, "must be a single value, but is " + value.get().kindName());
      return Optional.empty();
    }
    return value.map(node -> ((YamlScalar) node).text());
  }

  public Optional<String> text(String key) {
    return scalar(key);
  }

  /** A text that must be there; {@code ""} after a problem was added. */
  public String requiredText(String key) {
    boolean wrong = value(key).filter(node -> !(node instanceof YamlScalar)).isPresent();
    Optional<String> text = scalar(key).filter(value -> !value.isBlank());
    if (text.isEmpty() && !wrong) {
      require(key);
    }
    return text.orElse("");
  }

  /** Reports a mapping that is absent or has no element. */
  public void requireElements(String key) {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty() || (value.get() instanceof YamlMap own && own.entries().isEmpty())) {
      require(key);
    }
  }

  /** Reports a key that is absent or empty. */
  public void require(String key) {
    known.add(key);
    if (map.entry(key).isPresent()) {
      error(key, "must not be empty");
    } else {
      problems.error(path(key), map, "is required");
    }
  }

  public Optional<Integer> integer(String key, int least, int most) {
    return decimalText(key, "a whole number")
        .flatMap(
            number -> {
              boolean fits =
                  number.scale() <= 0
                      && number.compareTo(BigDecimal.valueOf(least)) >= 0
                      && number.compareTo(BigDecimal.valueOf(most)) <= 0;
              if (!fits) {
                error(key, wholeNumber(least, most) + ", but is " + number.toPlainString());
                return Optional.empty();
              }
              return Optional.of(number.intValueExact());
            });
  }

  private static String wholeNumber(int least, int most) {
    return most == Integer.MAX_VALUE
        ? "must be a whole number of at least " + least
        : "must be a whole number from " + least + " to " + most;
  }

  public Optional<BigDecimal> decimal(String key) {
    return decimalText(key, "a number");
  }

  private Optional<BigDecimal> decimalText(String key, String what) {
    return scalar(key)
        .flatMap(
            text -> {
              Optional<BigDecimal> number = Scalars.decimal(text.strip());
              if (number.isEmpty()) {
                error(key, "must be " + what + ", but is \"" + shortened(text) + "\"");
              }
              return number;
            });
  }

  public boolean flag(String key, boolean otherwise) {
    return scalar(key)
        .map(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> {
                    error(key, "must be true or false, but is \"" + shortened(text) + "\"");
                    yield otherwise;
                  }
                })
        .orElse(otherwise);
  }

  public Optional<Duration> duration(String key) {
    return scalar(key)
        .flatMap(
            text -> {
              Optional<Duration> duration = Scalars.duration(text.strip());
              if (duration.isEmpty()) {
                error(
                    key,
                    "must be seconds or a duration such as 90s, 5m or 1h30m, but is \""
                        + shortened(text)
                        + "\"");
              }
              return duration;
            });
  }

  /** One of some words, in any case; the values are told in a message. */
  public <T> Optional<T> choice(String key, Map<String, T> choices) {
    return scalar(key)
        .flatMap(
            text -> {
              for (Map.Entry<String, T> choice : choices.entrySet()) {
                if (choice.getKey().equalsIgnoreCase(text.strip())) {
                  return Optional.of(choice.getValue());
                }
              }
              error(
                  key,
                  "must be one of "
                      + String.join(", ", choices.keySet())
                      + ", but is \""
                      + shortened(text)
                      + "\"",
                  NearestName.of(text, choices.keySet()));
              return Optional.empty();
            });
  }

  /** The names of an enumeration as choices. */
  public static <E extends Enum<E>> Map<String, E> names(Class<E> type) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      names.put(constant.name(), constant);
    }
    return names;
  }

  public Optional<Keys> map(String key) {
    return value(key).flatMap(value -> of(value, path(key), problems));
  }

  /** The items of a list; empty when absent. */
  public List<YamlNode> list(String key) {
    Optional<YamlNode> value = value(key);
    if (value.isPresent() && !(value.get() instanceof YamlList)) {
      error(key, "must be a list, but is " + value.get().kindName());
      return List.of();
    }
    return value.map(node -> ((YamlList) node).items()).orElse(List.of());
  }

  /** A list of non-empty texts. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    List<YamlNode> items = list(key);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof YamlScalar scalar
          && !scalar.isNull()
          && !scalar.text().isBlank()) {
        texts.add(scalar.text());
      } else {
        problems.error(path(key) + "[" + i + "]", items.get(i), "must be a text");
      }
    }
    return texts;
  }

  /** A mapping of texts; a null value is read as {@code ""}. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(key)
        .ifPresent(
            keys -> {
              for (Entry entry : keys.map.entries()) {
                texts.put(entry.key(), keys.scalar(entry.key()).orElse(""));
              }
            });
    return texts;
  }

  /**
   * A mapping of names to mappings, in file order. A null value is read as an empty mapping.
   *
   * @param read gets the keys of one element, whose unknown keys are reported afterwards
   */
  public <T> Map<String, T> named(String key, Function<Named, T> read) {
    Map<String, T> elements = new LinkedHashMap<>();
    map(key)
        .ifPresent(
            keys -> {
              for (Entry entry : keys.map.entries()) {
                YamlNode value =
                    keys.value(entry.key())
                        .orElseGet(() -> new YamlMap(List.of(), entry.line(), entry.column()));
                of(value, keys.path(entry.key()), problems)
                    .ifPresent(
                        element -> {
                          elements.put(entry.key(), read.apply(new Named(entry.key(), element)));
                          element.finish();
                        });
              }
            });
    return elements;
  }

  /** An element of a named collection. */
  public record Named(String name, Keys keys) {}

  /** Reports the keys that no method asked for, each with the nearest key that could be meant. */
  public void finish() {
    for (Entry entry : map.entries()) {
      if (!known.contains(entry.key())) {
        problems.error(
            path(entry.key()),
            entry.line(),
            entry.column(),
            "unknown key",
            NearestName.of(entry.key(), known));
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
