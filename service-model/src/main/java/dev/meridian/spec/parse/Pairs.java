package dev.meridian.spec.parse;

import dev.meridian.spec.yaml.Keys;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code k:v,k2:v2} and {@code k=v;k2=v2}. */
final class Pairs {
  private Pairs() {}

  static Map<String, String> read(Keys keys, String key, String separator, String assignment) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String text = keys.text(key).orElse("");
    if (text.isBlank()) {
      return pairs;
    }
    for (String entry : text.split(separator, -1)) {
      int at = entry.indexOf(assignment);
      if (at <= 0) {
        keys.error(
            key,
            "\""
                + entry.strip()
                + "\" is not of the form name"
                + assignment
                + "value; entries are"
                + " separated by "
                + separator);
      } else if (pairs.putIfAbsent(
              entry.substring(0, at).strip(), entry.substring(at + assignment.length()).strip())
          != null) {
        keys.error(key, "\"" + entry.substring(0, at).strip() + "\" is given twice");
      }
    }
    return pairs;
  }
}
