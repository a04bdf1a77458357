package dev.meridian.spec.parse;

import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlJson;
import dev.meridian.spec.yaml.YamlNode;
import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.util.Optional;

/** The constraint of a pod as text: authors write the JSON forms with and without quotes. */
final class PlacementText {
  private PlacementText() {}

  static Optional<String> of(YamlNode value, Keys pod) {
    return switch (value) {
      case YamlScalar scalar -> Optional.of(scalar.text());
      case YamlList list -> Optional.of(YamlJson.of(list).toString());
      case YamlMap _ -> {
        pod.error("placement", "must be a text such as hostname:UNIQUE, but is a mapping");
        yield Optional.empty();
      }
    };
  }
}
