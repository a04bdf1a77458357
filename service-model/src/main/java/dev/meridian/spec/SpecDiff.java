package dev.meridian.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What changed between two specs. */
public final class SpecDiff {

  /**
   * One change.
   *
   * @param path such as {@code pods.broker.count}; a name that holds a dot is in brackets
   * @param before as JSON; empty when the element is new
   * @param after as JSON; empty when the element is gone
   */
  public record Change(String path, Optional<String> before, Optional<String> after) {}

  private SpecDiff() {}

  /** The changes in the order of the old spec, then what is new. Empty when both are equal. */
  public static List<Change> between(ServiceSpec before, ServiceSpec after) {
    List<Change> changes = new ArrayList<>();
    compare("", SpecJson.tree(before), SpecJson.tree(after), changes);
    return changes;
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<Change> changes) {
    if (before instanceof ObjectNode old && after instanceof ObjectNode other) {
      Set<String> names = new LinkedHashSet<>(old.propertyNames());
      names.addAll(other.propertyNames());
      for (String name : names) {
        compare(below(path, name), old.path(name), other.path(name), changes);
      }
    } else if (!before.equals(after)) {
      changes.add(new Change(path, text(before), text(after)));
    }
  }

  private static String below(String path, String name) {
    String shown = name.contains(".") ? "[" + name + "]" : name;
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node.toString());
  }
}
