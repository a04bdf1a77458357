package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * A parsed placement constraint. Evaluation is the placement engine's; here is only the meaning of
 * the words. Counting operators count pods of the same pod type.
 */
public sealed interface PlacementRule {
  /** No constraint. */
  static PlacementRule none() {
    return new AllOf(List.of());
  }

  /** All must pass; an empty list always passes. */
  record AllOf(List<PlacementRule> rules) implements PlacementRule {
    public AllOf {
      rules = List.copyOf(rules);
    }
  }

  /** At most one pod per value; a missing attribute fails. */
  record Unique(Field field) implements PlacementRule {}

  /** At most {@code limit} pods per value; a missing attribute fails. */
  record MaxPer(Field field, int limit) implements PlacementRule {}

  /** Round robin over values; {@code expectedValues} distinct ones, when given. */
  record GroupBy(Field field, Optional<Integer> expectedValues) implements PlacementRule {}

  /** The value must be this one ({@code CLUSTER}). */
  record Cluster(Field field, String value) implements PlacementRule {}

  /** The value must be this one. */
  record Is(Field field, String value) implements PlacementRule {}

  /** The value must be another one or missing. */
  record IsNot(Field field, String value) implements PlacementRule {}

  /** The whole value must match the regular expression. */
  record Like(Field field, String pattern) implements PlacementRule {}

  /** The whole value must not match; a missing value passes. */
  record Unlike(Field field, String pattern) implements PlacementRule {}

  /** What a rule looks at. */
  record Field(Kind kind, String name) {

    /** Where the value is found. */
    public enum Kind {
      HOSTNAME,
      REGION,
      ZONE,
      ATTRIBUTE
    }

    /** {@code hostname}, {@code @hostname}, {@code @region}, {@code @zone}; else an attribute. */
    public static Field of(String name) {
      return switch (name) {
        case "hostname", "@hostname" -> new Field(Kind.HOSTNAME, "hostname");
        case "@region" -> new Field(Kind.REGION, "region");
        case "@zone" -> new Field(Kind.ZONE, "zone");
        default -> new Field(Kind.ATTRIBUTE, name);
      };
    }
  }

  /** A rule, or why the text is none. */
  record Parsed(Optional<PlacementRule> rule, List<String> problems) {
    public Parsed {
      problems = List.copyOf(problems);
    }

    public PlacementRule orThrow() {
      return rule.orElseThrow(() -> new IllegalStateException(String.join("; ", problems)));
    }
  }

  /**
   * Reads flat JSON, nested JSON or the colon form. Never throws: text that is no constraint comes
   * back with the reasons.
   */
  static Parsed parse(String text) {
    return PlacementParser.parse(text);
  }

  /** The single rules, with {@link AllOf} taken apart. */
  default List<PlacementRule> flatten() {
    return this instanceof AllOf(List<PlacementRule> rules)
        ? rules.stream().flatMap(rule -> rule.flatten().stream()).toList()
        : List.of(this);
  }

  /** True when a rule looks at the field. */
  default boolean mentions(Field.Kind kind) {
    return switch (this) {
      case AllOf(var rules) -> rules.stream().anyMatch(rule -> rule.mentions(kind));
      case Unique(var field) -> field.kind() == kind;
      case MaxPer(var field, var _) -> field.kind() == kind;
      case GroupBy(var field, var _) -> field.kind() == kind;
      case Cluster(var field, var _) -> field.kind() == kind;
      case Is(var field, var _) -> field.kind() == kind;
      case IsNot(var field, var _) -> field.kind() == kind;
      case Like(var field, var _) -> field.kind() == kind;
      case Unlike(var field, var _) -> field.kind() == kind;
    };
  }
}
