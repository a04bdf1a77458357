package dev.meridian.controlplane.catalog;

import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.PackageDefinition;
import java.util.List;
import java.util.UUID;

/**
 * A published version of a package. It never changes.
 *
 * @param tenantId the owner; the root tenant for packages that everybody sees
 * @param artifacts with the files of each, by digest
 */
public record PackageVersion(
    UUID tenantId, UUID id, PackageDefinition definition, List<LockedArtifact> artifacts) {

  public PackageVersion {
    artifacts = List.copyOf(artifacts);
  }

  static PackageVersion of(UUID tenantId, UUID id, PackageDefinition definition) {
    List<LockedArtifact> artifacts =
        definition.lock().map(ArtifactLock::artifacts).orElse(List.of()).stream()
            .map(LockedArtifact::of)
            .toList();
    return new PackageVersion(tenantId, id, definition, artifacts);
  }

  public String name() {
    return definition.metadata().name();
  }

  public String version() {
    return definition.metadata().version();
  }

  /** What pods of the type get into their sandbox, in the package's order. */
  public List<LockedArtifact> artifactsFor(String podType) {
    return artifacts.stream().filter(artifact -> artifact.isFor(podType)).toList();
  }
}
