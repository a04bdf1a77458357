package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule;
import dev.meridian.spec.PlacementRule.Field;
import java.util.List;
import java.util.Optional;

/** Constraints back as the rows that the spec writes. */
final class ConstraintText {
  private ConstraintText() {}

  /** One list of two or three entries per rule, as {@link PlacementRule#parse} reads them. */
  static List<List<String>> rows(PlacementRule rule) {
    return rule.flatten().stream().map(ConstraintText::row).toList();
  }

  /** The row of a single rule, with spaces. */
  static String words(PlacementRule rule) {
    return String.join(" ", row(rule));
  }

  private static List<String> row(PlacementRule rule) {
    return switch (rule) {
      case PlacementRule.AllOf _ -> List.of();
      case PlacementRule.Unique(Field field) -> List.of(name(field), "UNIQUE");
      case PlacementRule.MaxPer(Field field, int limit) ->
          List.of(name(field), "MAX_PER", Integer.toString(limit));
      case PlacementRule.GroupBy(Field field, Optional<Integer> values) ->
          values
              .map(number -> List.of(name(field), "GROUP_BY", Integer.toString(number)))
              .orElseGet(() -> List.of(name(field), "GROUP_BY"));
      case PlacementRule.Cluster(Field field, String value) ->
          List.of(name(field), "CLUSTER", value);
      case PlacementRule.Is(Field field, String value) -> List.of(name(field), "IS", value);
      case PlacementRule.IsNot(Field field, String value) -> List.of(name(field), "IS_NOT", value);
      case PlacementRule.Like(Field field, String pattern) -> List.of(name(field), "LIKE", pattern);
      case PlacementRule.Unlike(Field field, String pattern) ->
          List.of(name(field), "UNLIKE", pattern);
    };
  }

  private static String name(Field field) {
    return switch (field.kind()) {
      case HOSTNAME, REGION, ZONE -> "@" + field.name();
      case ATTRIBUTE -> field.name();
    };
  }
}
