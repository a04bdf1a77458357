package dev.meridian.spec.packages;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.parse.NeedsParser;
import dev.meridian.spec.yaml.Keys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code package.yml}. */
final class MetadataParser {
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,48}[a-z0-9])?");
  private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+_-]{0,63}");
  private static final int MAX_SUMMARY = 200;

  private MetadataParser() {}

  record Parsed(PackageMetadata metadata, Map<String, String> needs) {}

  static Parsed parse(Keys keys, PackageFiles files) {
    String name = keys.requiredText("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      keys.error(
          "name", "must be 1 to 50 lower-case letters, digits and - and begin with a letter");
    }
    String version = keys.requiredText("version");
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      keys.error("version", "must begin with a digit and hold letters, digits and . + _ - only");
    }
    String summary = keys.requiredText("summary");
    if (summary.length() > MAX_SUMMARY) {
      keys.error("summary", "must be at most " + MAX_SUMMARY + " characters; use description");
    }
    PackageMetadata metadata =
        new PackageMetadata(
            name,
            version,
            summary,
            keys.text("description").orElse(""),
            keys.requiredText("maintainer"),
            keys.texts("licences"),
            keys.texts("tags"),
            icon(keys, files),
            versions(keys, "upgradesFrom"),
            versions(keys, "downgradesTo"));
    Map<String, String> needs = keys.map("needs").map(NeedsParser::needs).orElse(Map.of());
    keys.finish();
    return new Parsed(metadata, needs);
  }

  private static Optional<String> icon(Keys keys, PackageFiles files) {
    Optional<String> icon = keys.text("icon");
    if (icon.isPresent() && files.size(icon.get()).isEmpty()) {
      keys.error(
          "icon",
          "the package has no file " + icon.get(),
          NearestName.of(icon.get(), files.paths()));
    }
    return icon;
  }

  private static List<String> versions(Keys keys, String key) {
    List<String> versions = keys.texts(key);
    for (String version : versions) {
      if (!version.equals("*") && !VERSION.matcher(version).matches()) {
        keys.error(key, "\"" + version + "\" is neither a version nor *");
      }
    }
    return versions;
  }
}
