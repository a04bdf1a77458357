package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.catalog.PackageDescription.ArtifactGroup;
import dev.meridian.controlplane.catalog.PackageDescription.PodType;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.options.OptionsEnvironment;
import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.packages.PackageMetadata;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes what the API says about a package out of its files. Pure. */
final class PackageDescriber {
  private PackageDescriber() {}

  /**
   * @param definition without errors
   * @param digest of the zip
   */
  static PackageDescription describe(
      PackageDefinition definition, PackageFiles files, String digest, Instant publishedAt) {
    PackageMetadata metadata = definition.metadata();
    return new PackageDescription(
        metadata.name(),
        metadata.version(),
        metadata.summary(),
        metadata.tags(),
        metadata.icon().map(path -> icon(path, files)).orElse(null),
        metadata.description(),
        metadata.maintainer(),
        metadata.licences(),
        definition.readme(),
        definition.options().json(),
        definition.needs(),
        metadata.upgradesFrom(),
        metadata.downgradesTo(),
        pods(definition),
        publishedAt,
        digest,
        definition.lock().map(ArtifactLock::artifacts).orElse(List.of()).stream()
            .map(PackageDescriber::group)
            .toList());
  }

  private static ArtifactGroup group(ArtifactLock.Artifact artifact) {
    long bytes = artifact.files().stream().mapToLong(ArtifactLock.File::size).sum();
    return new ArtifactGroup(artifact.name(), artifact.files().size(), bytes);
  }

  private static List<PodType> pods(PackageDefinition definition) {
    var given = definition.options().sample();
    var options = definition.options().resolve(JsonNodeFactory.instance.objectNode(), given);
    OptionsEnvironment environment = OptionsEnvironment.of(options, definition.metadata().name());
    ServiceSpec spec =
        definition
            .service(environment.values())
            .spec()
            .orElseThrow(() -> new IllegalStateException("a linted package renders and parses"));
    return spec.pods().values().stream().map(pod -> new PodType(pod.type(), pod.count())).toList();
  }

  /** A picture inside of the answer, so that no page loads anything from a package. */
  private static @Nullable String icon(String path, PackageFiles files) {
    String type = path.endsWith(".png") ? "image/png" : "image/svg+xml";
    return files
        .bytes(path)
        .map(bytes -> "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes))
        .orElse(null);
  }
}
