package dev.meridian.spec.packages;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code artifacts.yml}. */
final class ArtifactsParser {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern COORDINATES =
      Pattern.compile("[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+){1,3}:[A-Za-z0-9_.+-]+");
  private static final Pattern EXCLUDE = Pattern.compile("[A-Za-z0-9_.*-]+:[A-Za-z0-9_.*-]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> SOURCES = List.of("maven", "file", "url", "image");

  private final Keys keys;
  private final PackageFiles files;

  private ArtifactsParser(Keys keys, PackageFiles files) {
    this.keys = keys;
    this.files = files;
  }

  static List<ArtifactSpec> parse(Keys keys, PackageFiles files) {
    List<ArtifactSpec> artifacts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<YamlNode> items = keys.list("artifacts");
    for (int i = 0; i < items.size(); i++) {
      Keys.of(items.get(i), "artifacts[" + i + "]", keys.problems())
          .ifPresent(
              item -> {
                ArtifactSpec artifact = new ArtifactsParser(item, files).artifact();
                if (!names.add(artifact.name())) {
                  item.error("name", "is given twice");
                }
                item.finish();
                artifacts.add(artifact);
              });
    }
    keys.finish();
    return artifacts;
  }

  private ArtifactSpec artifact() {
    String name = keys.requiredText("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      keys.error("name", "must be lower-case letters, digits, . and -");
    }
    ArtifactSource source = source();
    boolean unpack = keys.flag("unpack", false);
    boolean executable = keys.flag("executable", false);
    boolean single =
        source instanceof ArtifactSource.PackageFile || source instanceof ArtifactSource.Url;
    if ((unpack || executable) && !single) {
      keys.error(unpack ? "unpack" : "executable", "is for a file or url only");
    } else if (unpack && executable) {
      keys.error("executable", "cannot be given together with unpack: archives carry modes");
    }
    return new ArtifactSpec(
        name, source, destination(source), unpack, executable, keys.texts("pods"));
  }

  private String destination(ArtifactSource source) {
    if (source instanceof ArtifactSource.Image) {
      keys.text("destination")
          .ifPresent(path -> keys.error("destination", "is not for images: they are no files"));
      return "";
    }
    String destination = keys.requiredText("destination");
    boolean outside = destination.startsWith("/") || List.of(destination.split("/")).contains("..");
    if (outside) {
      keys.error("destination", "must be a path inside the sandbox");
    }
    return destination;
  }

  private ArtifactSource source() {
    List<String> given = SOURCES.stream().filter(keys::has).toList();
    if (given.size() != 1) {
      keys.problems()
          .error(
              keys.path(),
              keys.node(),
              "must have exactly one of "
                  + String.join(", ", SOURCES)
                  + (given.isEmpty() ? "" : ", but has " + String.join(" and ", given)));
    }
    Optional<String> sha256 = keys.text("sha256");
    List<String> with = keys.texts("with");
    List<String> exclude = keys.texts("exclude");
    String kind = given.isEmpty() ? "" : given.getFirst();
    if (sha256.isPresent() && !kind.equals("url")) {
      keys.error("sha256", "is for url only; the lock holds the others'");
    }
    if (!(with.isEmpty() && exclude.isEmpty()) && !kind.equals("maven")) {
      keys.error(with.isEmpty() ? "exclude" : "with", "is for maven only");
    }
    return switch (kind) {
      case "maven" -> maven(with, exclude);
      case "url" -> url(sha256);
      case "image" -> new ArtifactSource.Image(keys.requiredText("image"));
      default -> file(kind);
    };
  }

  private ArtifactSource maven(List<String> with, List<String> exclude) {
    List<String> coordinates = new ArrayList<>();
    coordinates.add(keys.requiredText("maven"));
    coordinates.addAll(with);
    for (String coordinate : coordinates) {
      if (!coordinate.isEmpty() && !COORDINATES.matcher(coordinate).matches()) {
        keys.error(
            coordinates.getFirst().equals(coordinate) ? "maven" : "with",
            "\""
                + coordinate
                + "\" must be group:artifact:version, or"
                + " group:artifact:extension:classifier:version");
      }
    }
    for (String pattern : exclude) {
      if (!EXCLUDE.matcher(pattern).matches()) {
        keys.error("exclude", "\"" + pattern + "\" must be group:artifact; * stands for any");
      }
    }
    return new ArtifactSource.Maven(coordinates, exclude);
  }

  private ArtifactSource file(String kind) {
    String path = kind.isEmpty() ? "" : keys.requiredText("file");
    if (!path.isEmpty() && files.size(path).isEmpty()) {
      keys.error("file", "the package has no file " + path, NearestName.of(path, files.paths()));
    }
    return new ArtifactSource.PackageFile(path);
  }

  private ArtifactSource url(Optional<String> sha256) {
    String url = keys.requiredText("url");
    if (!url.isEmpty() && !isDownload(url)) {
      keys.error("url", "must be an http or https address with a host");
    }
    String digest = sha256.orElse("").toLowerCase(Locale.ROOT);
    if (!SHA256.matcher(digest).matches()) {
      keys.error("sha256", "must be the SHA-256 of the download: 64 hexadecimal digits");
    }
    return new ArtifactSource.Url(url, digest);
  }

  private static boolean isDownload(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || "http".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      // The caller's message says what an address must be.
      return false;
    }
  }
}
