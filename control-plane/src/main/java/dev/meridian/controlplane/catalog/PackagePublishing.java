package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes packages into the catalog. */
@Component
class PackagePublishing {
  private final Scopes scopes;
  private final PackageRows rows;
  private final ArtifactStore artifacts;
  private final Tenants tenants;
  private final CatalogRecord record;
  private final InstantSource clock;

  PackagePublishing(
      Scopes scopes,
      PackageRows rows,
      ArtifactStore artifacts,
      Tenants tenants,
      CatalogRecord record,
      InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.artifacts = artifacts;
    this.tenants = tenants;
    this.record = record;
    this.clock = clock;
  }

  /**
   * Publishes for everybody. The same zip may be published again and changes nothing.
   *
   * @throws ProblemException invalid when the package has errors or artifacts are not there;
   *     conflict when this version was published with another content
   */
  PackageDescription publish(byte[] zip, String publishedBy) {
    PackageFiles files = BundleFiles.of(PackageArchive.unpack(zip));
    PackageDefinition definition = PackageInspection.read(files);
    Set<String> digests = PackageInspection.digests(definition);
    PackageInspection.requireArtifacts(definition, artifacts.sizes(digests));
    PackageDescription description =
        PackageDescriber.describe(definition, files, Digests.of(zip), clock.instant());
    UUID root = tenants.root().id();
    UUID id = Ids.next();
    return scopes.asSystem(
        SystemJob.CATALOG,
        () -> {
          if (rows.insert(root, id, description, zip, digests, publishedBy)) {
            record.published(root, id, description);
            return description;
          }
          return sameOrConflict(root, description);
        });
  }

  private PackageDescription sameOrConflict(UUID root, PackageDescription wanted) {
    PackageDescription published =
        rows.find(root, wanted.name(), wanted.version()).orElseThrow().description();
    if (!published.digest().equals(wanted.digest())) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "%s %s was published with another content, and a version never changes. Raise the version in package.yml."
              .formatted(wanted.name(), wanted.version()));
    }
    return published;
  }
}
