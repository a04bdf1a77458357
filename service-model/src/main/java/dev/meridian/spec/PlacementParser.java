package dev.meridian.spec;

import dev.meridian.spec.PlacementRule.Field;
import dev.meridian.spec.PlacementRule.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the three encodings of a constraint: {@code ["f","OP","p"]}, {@code [["f","OP"],…]} and
 * {@code f:OP:p,g:OP} in which a backslash escapes a colon or a comma.
 */
final class PlacementParser {
  private static final int MAX_CHARACTERS = 16_384;
  private static final int MAX_ROWS = 100;
  private static final int MAX_PATTERN_CHARACTERS = 512;
  private static final String OPERATORS =
      "UNIQUE, MAX_PER, GROUP_BY, CLUSTER, IS, IS_NOT, LIKE, UNLIKE";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> problems = new ArrayList<>();

  private PlacementParser() {}

  static Parsed parse(String text) {
    return new PlacementParser().read(text);
  }

  private Parsed read(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return new Parsed(Optional.of(PlacementRule.none()), List.of());
    }
    if (trimmed.length() > MAX_CHARACTERS) {
      problems.add("is longer than " + MAX_CHARACTERS + " characters");
      return new Parsed(Optional.empty(), problems);
    }
    List<List<String>> rows = trimmed.startsWith("[") ? jsonRows(trimmed) : colonRows(trimmed);
    if (rows.size() > MAX_ROWS) {
      problems.add("has more than " + MAX_ROWS + " constraints");
      return new Parsed(Optional.empty(), problems);
    }
    List<PlacementRule> rules = new ArrayList<>();
    for (List<String> row : rows) {
      PlacementRule rule = rule(row);
      if (rule != null) {
        rules.add(rule);
      }
    }
    if (!problems.isEmpty()) {
      return new Parsed(Optional.empty(), problems);
    }
    return new Parsed(
        Optional.of(rules.size() == 1 ? rules.getFirst() : new PlacementRule.AllOf(rules)),
        List.of());
  }

  private List<List<String>> jsonRows(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      var at = e.getLocation();
      problems.add(
          "begins like JSON and is none"
              + (at == null ? "" : " (at character " + at.getColumnNr() + ")")
              + "; write [[\"hostname\",\"UNIQUE\"]] or hostname:UNIQUE");
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    boolean nested = !json.isEmpty() && json.get(0).isArray();
    if (!nested) {
      if (!json.isEmpty()) {
        addJsonRow(json, rows);
      }
      return rows;
    }
    for (JsonNode row : json) {
      if (row.isArray()) {
        addJsonRow(row, rows);
      } else {
        problems.add("mixes constraints with single values; each element must be a list");
      }
    }
    return rows;
  }

  private void addJsonRow(JsonNode row, List<List<String>> rows) {
    List<String> entries = new ArrayList<>();
    for (JsonNode entry : row) {
      if (!entry.isString() && !entry.isNumber()) {
        problems.add("has an entry that is neither a text nor a number: " + entry);
        return;
      }
      entries.add(entry.asString());
    }
    rows.add(entries);
  }

  private static List<List<String>> colonRows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes =
          c == '\\'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == ':' || text.charAt(i + 1) == ',');
      if (escapes) {
        i++;
        entry.append(text.charAt(i));
      } else if (c == ':' || c == ',') {
        row.add(entry.toString());
        entry.setLength(0);
        if (c == ',') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else {
        entry.append(c);
      }
    }
    row.add(entry.toString());
    rows.add(row);
    return rows;
  }

  private @Nullable PlacementRule rule(List<String> row) {
    if (row.size() < 2 || row.size() > 3) {
      return refuse(
          "constraint "
              + row
              + " has "
              + row.size()
              + (row.size() == 1 ? " entry" : " entries")
              + "; it must be field, operator and, for most operators, a parameter");
    }
    String name = row.get(0).strip();
    if (name.isEmpty()) {
      return refuse("constraint " + row + " has an empty field");
    }
    Field field = Field.of(name);
    if (field.kind() == Field.Kind.ATTRIBUTE && name.startsWith("@")) {
      return refuse("unknown field " + name + "; known are @hostname, @region and @zone");
    }
    String parameter = row.size() == 3 ? row.get(2) : "";
    String operator = row.get(1).strip().toUpperCase(Locale.ROOT);
    return switch (operator) {
      case "UNIQUE" ->
          parameter.isBlank()
              ? new PlacementRule.Unique(field)
              : refuse("UNIQUE takes no parameter, but has " + parameter);
      case "MAX_PER" -> {
        Integer limit = positive(operator, parameter);
        yield limit == null ? null : new PlacementRule.MaxPer(field, limit);
      }
      case "GROUP_BY" -> {
        Integer values = parameter.isBlank() ? null : positive(operator, parameter);
        yield new PlacementRule.GroupBy(field, Optional.ofNullable(values));
      }
      case "CLUSTER", "IS", "IS_NOT" -> exact(operator, field, parameter);
      case "LIKE", "UNLIKE" -> matching(operator, field, parameter);
      default -> refuse("unknown operator " + row.get(1).strip() + "; known are " + OPERATORS);
    };
  }

  private @Nullable PlacementRule exact(String operator, Field field, String value) {
    if (value.isEmpty()) {
      return refuse(operator + " needs a parameter: the value to compare with");
    }
    return switch (operator) {
      case "CLUSTER" -> new PlacementRule.Cluster(field, value);
      case "IS" -> new PlacementRule.Is(field, value);
      default -> new PlacementRule.IsNot(field, value);
    };
  }

  private @Nullable PlacementRule matching(String operator, Field field, String pattern) {
    if (pattern.isEmpty()) {
      return refuse(operator + " needs a parameter: a regular expression");
    }
    if (pattern.length() > MAX_PATTERN_CHARACTERS) {
      return refuse(operator + " has a pattern longer than " + MAX_PATTERN_CHARACTERS);
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      return refuse(
          operator + " has no regular expression: " + e.getDescription() + " in " + pattern);
    }
    return operator.equals("LIKE")
        ? new PlacementRule.Like(field, pattern)
        : new PlacementRule.Unlike(field, pattern);
  }

  private @Nullable Integer positive(String operator, String parameter) {
    try {
      int number = Integer.parseInt(parameter.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says what is wrong with it.
    }
    problems.add(operator + " needs a whole number above 0 as parameter, but has " + parameter);
    return null;
  }

  private @Nullable PlacementRule refuse(String problem) {
    problems.add(problem);
    return null;
  }
}
