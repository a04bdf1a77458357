package dev.meridian.controlplane.catalog;

import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a bundle: those of the zip, and those of the package that travelled as artifacts,
 * whose size the lock knows.
 */
final class BundleFiles implements PackageFiles {
  private final PackageFiles zipped;
  private final Map<String, Long> elsewhere;

  private BundleFiles(PackageFiles zipped, Map<String, Long> elsewhere) {
    this.zipped = zipped;
    this.elsewhere = elsewhere;
  }

  static PackageFiles of(Map<String, byte[]> zipped) {
    PackageFiles files = PackageFiles.of(zipped);
    Map<String, Long> elsewhere = new TreeMap<>();
    files
        .bytes(PackageDefinition.LOCK_FILE)
        .flatMap(BundleFiles::lock)
        .ifPresent(
            lock ->
                lock.artifacts().stream()
                    .flatMap(artifact -> artifact.files().stream())
                    .filter(file -> !zipped.containsKey(file.source()))
                    .forEach(file -> elsewhere.put(file.source(), file.size())));
    return new BundleFiles(files, elsewhere);
  }

  private static Optional<ArtifactLock> lock(byte[] json) {
    try {
      return Optional.of(ArtifactLock.read(new String(json, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      // Whoever reads the package reports the broken lock, with its name.
      return Optional.empty();
    }
  }

  @Override
  public SortedSet<String> paths() {
    return new TreeSet<>(zipped.paths());
  }

  @Override
  public Optional<byte[]> bytes(String path) {
    return zipped.bytes(path);
  }

  @Override
  public Optional<Long> size(String path) {
    return zipped.size(path).or(() -> Optional.ofNullable(elsewhere.get(path)));
  }
}
