package dev.meridian.spec.packages;

import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.yaml.Problems;
import dev.meridian.spec.yaml.YamlNode;
import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlReader;
import java.util.Optional;

/** Finds the line of a JSON pointer; JSON is YAML, whose elements know their lines. */
final class JsonPlaces {
  private final Optional<YamlNode> root;

  private JsonPlaces(Optional<YamlNode> root) {
    this.root = root;
  }

  static JsonPlaces of(String json) {
    // Tabs may indent JSON but not YAML; a space is as wide.
    return new JsonPlaces(YamlReader.read(json.replace('\t', ' '), new Problems("")));
  }

  /** An error at a pointer; at the given place when the pointer leads nowhere. */
  SpecProblem error(String file, String pointer, String message, int line, int column) {
    Optional<YamlNode> at = root.map(node -> find(node, pointer));
    return SpecProblem.error(
        file,
        pointer,
        line > 0 ? line : at.map(YamlNode::line).orElse(0),
        line > 0 ? column : at.map(YamlNode::column).orElse(0),
        message);
  }

  private static YamlNode find(YamlNode root, String pointer) {
    YamlNode current = root;
    for (String name : pointer.split("/")) {
      Optional<YamlNode> next = below(current, name.replace("~1", "/").replace("~0", "~"));
      if (next.isPresent()) {
        current = next.get();
      }
    }
    return current;
  }

  private static Optional<YamlNode> below(YamlNode node, String name) {
    if (node instanceof YamlMap map) {
      return map.entry(name).map(YamlNode.Entry::value);
    }
    if (node instanceof YamlList list && name.matches("[0-9]{1,6}")) {
      int index = Integer.parseInt(name);
      return index < list.items().size() ? Optional.of(list.items().get(index)) : Optional.empty();
    }
    return Optional.empty();
  }
}
