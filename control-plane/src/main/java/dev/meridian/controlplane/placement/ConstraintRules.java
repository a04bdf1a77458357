package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.placement.BoundedPattern.Outcome;
import dev.meridian.spec.PlacementRule;
import dev.meridian.spec.PlacementRule.Field;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of a pod's constraint string, each with the words of the spec as its name. */
final class ConstraintRules {
  private final PodAsk pod;

  ConstraintRules(PodAsk pod) {
    this.pod = pod;
  }

  List<NodeRule> rules() {
    PlacementRule rule = pod.rule();
    return rule == null ? List.of() : rule.flatten().stream().map(this::rule).toList();
  }

  private NodeRule rule(PlacementRule rule) {
    String name = ConstraintText.words(rule);
    return switch (rule) {
      case PlacementRule.AllOf _ ->
          throw new IllegalStateException("a flat list holds no list of rules");
      case PlacementRule.Unique(Field field) ->
          new MaxPerRule(name, pod.type(), pod.podId(), field, 1);
      case PlacementRule.MaxPer(Field field, int limit) ->
          new MaxPerRule(name, pod.type(), pod.podId(), field, limit);
      case PlacementRule.GroupBy(Field field, var expected) ->
          new GroupByRule(name, pod.type(), pod.podId(), field, expected);
      case PlacementRule.Cluster(Field field, String value) -> exact(name, field, value);
      case PlacementRule.Is(Field field, String value) -> exact(name, field, value);
      case PlacementRule.IsNot(Field field, String value) ->
          value(name, field, node -> !value.equals(node.value(field)));
      case PlacementRule.Like(Field field, String pattern) ->
          pattern(name, field, pattern, Outcome.MATCHES);
      case PlacementRule.Unlike(Field field, String pattern) ->
          pattern(name, field, pattern, Outcome.DIFFERS);
    };
  }

  private static NodeRule exact(String name, Field field, String value) {
    return value(name, field, node -> value.equals(node.value(field)));
  }

  private static NodeRule value(String name, Field field, Predicate<NodeFacts> test) {
    return new FactRule(name, test, node -> name + ": " + found(node, field));
  }

  /** A missing value never matches, so it passes where a pattern is to be avoided. */
  private static NodeRule pattern(String name, Field field, String text, Outcome wanted) {
    BoundedPattern pattern = new BoundedPattern(text);
    return new FactRule(
        name,
        node -> outcome(pattern, node.value(field)) == wanted,
        node ->
            switch (outcome(pattern, node.value(field))) {
              case MATCHES, DIFFERS -> name + ": " + found(node, field);
              case TOO_COSTLY ->
                  name + ": the pattern takes too many steps on this value; simplify it";
              case NO_PATTERN -> name + ": the pattern is no regular expression; correct it";
            });
  }

  private static Outcome outcome(BoundedPattern pattern, @Nullable String value) {
    return value == null ? Outcome.DIFFERS : pattern.matches(value);
  }

  private static String found(NodeFacts node, Field field) {
    String value = node.value(field);
    return value == null
        ? "the node has no attribute " + field.name()
        : "the node's " + field.name() + " is " + value;
  }
}
