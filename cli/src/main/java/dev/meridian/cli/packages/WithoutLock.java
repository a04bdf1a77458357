package dev.meridian.cli.packages;

import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A package as if it had never been locked. */
record WithoutLock(PackageFiles files) implements PackageFiles {
  @Override
  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>(files.paths());
    paths.remove(PackageDefinition.LOCK_FILE);
    return paths;
  }

  @Override
  public Optional<byte[]> bytes(String path) {
    return path.equals(PackageDefinition.LOCK_FILE) ? Optional.empty() : files.bytes(path);
  }

  @Override
  public Optional<Long> size(String path) {
    return path.equals(PackageDefinition.LOCK_FILE) ? Optional.empty() : files.size(path);
  }
}
