package dev.meridian.spec.parse;

import dev.meridian.spec.VersionRange;
import dev.meridian.spec.yaml.Keys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code needs}: what a node must have, for a pod or for a whole package. */
public final class NeedsParser {
  private static final Map<String, String> ARCHITECTURES =
      new TreeMap<>(
          Map.of("x86_64", "x86_64", "amd64", "x86_64", "aarch64", "aarch64", "arm64", "aarch64"));
  private static final Map<String, String> ISOLATIONS =
      new TreeMap<>(Map.of("container", "container", "process", "process"));

  private NeedsParser() {}

  /** The needs by name, with one name per architecture. */
  public static Map<String, String> needs(Keys keys) {
    Map<String, String> needs = new LinkedHashMap<>();
    keys.text("java")
        .ifPresent(
            range -> {
              if (VersionRange.parse(range).isEmpty()) {
                keys.error(
                    "java",
                    "must be a range of releases that is not empty, such as [17,24), but is "
                        + range);
              }
              needs.put("java", range.strip());
            });
    keys.choice("arch", ARCHITECTURES).ifPresent(arch -> needs.put("arch", arch));
    keys.choice("isolation", ISOLATIONS).ifPresent(isolation -> needs.put("isolation", isolation));
    keys.finish();
    return needs;
  }
}
