package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule.Field;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Round robin over the values of a field. A node passes when all values that have pods have equally
 * many, or its value has no more than the least of them; and, while fewer than the expected number
 * of values have pods, only when its own has none.
 */
record GroupByRule(
    String name, String type, UUID pod, Field field, Optional<Integer> expectedValues)
    implements NodeRule {

  @Override
  public boolean admits(NodeState node, Attempt attempt) {
    String group = node.facts().group(field);
    if (group == null) {
      return false;
    }
    Map<String, Integer> counts = attempt.counts(type, pod, field);
    int here = counts.getOrDefault(group, 0);
    int least = counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (least != most && here > least) {
      return false;
    }
    return expectedValues.isEmpty() || counts.size() >= expectedValues.get() || here == 0;
  }

  @Override
  public String refusal(NodeState node, Attempt attempt) {
    String group = node.facts().group(field);
    if (group == null) {
      return name + ": the node has no attribute " + field.name();
    }
    Map<String, Integer> counts = attempt.counts(type, pod, field);
    return name
        + ": "
        + field.name()
        + " "
        + node.facts().value(field)
        + " has "
        + counts.getOrDefault(group, 0)
        + " "
        + type
        + " already, others come first";
  }

  /** Pods of the type on nodes with this node's value. */
  int count(NodeState node, Attempt attempt) {
    String group = node.facts().group(field);
    return group == null ? 0 : attempt.counts(type, pod, field).getOrDefault(group, 0);
  }
}
