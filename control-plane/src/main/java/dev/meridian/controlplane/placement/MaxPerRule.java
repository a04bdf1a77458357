package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule.Field;
import java.util.UUID;

/** At most so many pods of the type per value of a field; a missing attribute is refused. */
record MaxPerRule(String name, String type, UUID pod, Field field, int limit) implements NodeRule {

  @Override
  public boolean admits(NodeState node, Attempt attempt) {
    String group = node.facts().group(field);
    return group != null && count(group, attempt) < limit;
  }

  @Override
  public String refusal(NodeState node, Attempt attempt) {
    String group = node.facts().group(field);
    if (group == null) {
      return name + ": the node has no attribute " + field.name();
    }
    return name
        + ": "
        + field.name()
        + " "
        + node.facts().value(field)
        + " has "
        + count(group, attempt)
        + " "
        + type
        + " already, "
        + limit
        + " allowed";
  }

  private int count(String group, Attempt attempt) {
    return attempt.counts(type, pod, field).getOrDefault(group, 0);
  }
}
