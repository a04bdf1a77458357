package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.catalog.PackageAnswer.Summary;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The published packages. All methods may be called in and outside of any scope. Versions never
 * change, so those used lately are kept in memory.
 */
@Component
public class Packages {
  private static final int MOST_KEPT = 100;

  private final Scopes scopes;
  private final PackageRows rows;
  private final Tenants tenants;
  private final Map<UUID, PackageVersion> kept = Collections.synchronizedMap(new LastUsed());

  Packages(Scopes scopes, PackageRows rows, Tenants tenants) {
    this.scopes = scopes;
    this.rows = rows;
    this.tenants = tenants;
  }

  /**
   * The package of a name in a version, or in its newest one.
   *
   * @throws ProblemException not found when there is no such package or version
   */
  public PackageVersion resolve(String name, Optional<String> version) {
    UUID root = tenants.root().id();
    String wanted = version.orElse(null);
    return get(
        scopes
            .asSystemApart(SystemJob.CATALOG, () -> rows.id(root, name, wanted))
            .orElseThrow(() -> notFound(name, wanted)));
  }

  /**
   * The package version with an id.
   *
   * @throws ProblemException not found when there is none
   */
  public PackageVersion get(UUID id) {
    PackageVersion known = kept.get(id);
    if (known == null) {
      UUID root = tenants.root().id();
      byte[] bundle =
          scopes
              .asSystemApart(SystemJob.CATALOG, () -> rows.bundle(root, id))
              .orElseThrow(() -> ProblemException.notFound("package", id.toString()));
      known =
          PackageVersion.of(
              root,
              id,
              PackageDefinition.read(BundleFiles.of(PackageArchive.unpack(bundle)))
                  .definition()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "The stored package " + id + " cannot be read any more.")));
      kept.put(id, known);
    }
    return known;
  }

  Page<Summary> list(String text, int limit, @Nullable String cursor) {
    UUID root = tenants.root().id();
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<PackageRows.Listed> found =
        scopes.asSystemApart(
            SystemJob.CATALOG,
            () -> rows.list(root, wanted, after == null ? null : after.getFirst(), limit + 1));
    return Page.of(found, limit, listed -> List.of(listed.newest().name())).map(Packages::summary);
  }

  PackageAnswer show(String name, @Nullable String version) {
    UUID root = tenants.root().id();
    return scopes.asSystemApart(
        SystemJob.CATALOG,
        () ->
            rows.find(root, name, version)
                .map(found -> new PackageAnswer(found.description(), rows.versions(root, name)))
                .orElseThrow(() -> notFound(name, version)));
  }

  private static Summary summary(PackageRows.Listed listed) {
    PackageDescription newest = listed.newest();
    return new Summary(
        newest.name(),
        newest.version(),
        newest.summary(),
        newest.tags(),
        newest.icon(),
        listed.versions());
  }

  private static ProblemException notFound(String name, @Nullable String version) {
    return ProblemException.notFound("package", version == null ? name : name + " " + version);
  }

  private static final class LastUsed extends LinkedHashMap<UUID, PackageVersion> {
    private static final long serialVersionUID = 1L;

    LastUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<UUID, PackageVersion> eldest) {
      return size() > MOST_KEPT;
    }
  }
}
