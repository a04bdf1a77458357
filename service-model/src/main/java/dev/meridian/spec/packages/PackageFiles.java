package dev.meridian.spec.packages;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files of a package by path; paths are relative and separated by {@code /}. */
public interface PackageFiles {
  SortedSet<String> paths();

  /**
   * The content of a file; empty when there is no such file.
   *
   * @throws java.io.UncheckedIOException when it cannot be read
   */
  Optional<byte[]> bytes(String path);

  /** The size of a file in bytes; empty when there is no such file. */
  default Optional<Long> size(String path) {
    return bytes(path).map(bytes -> (long) bytes.length);
  }

  /** A bundle in memory. The map must not change any more. */
  static PackageFiles of(Map<String, byte[]> files) {
    return new PackageFiles() {
      @Override
      public SortedSet<String> paths() {
        return new TreeSet<>(files.keySet());
      }

      @Override
      public Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(files.get(path));
      }
    };
  }

  /**
   * The regular files below a folder as they are now; links are not followed.
   *
   * @throws java.io.UncheckedIOException when the folder cannot be listed
   */
  static PackageFiles ofFolder(java.nio.file.Path folder) {
    return FolderFiles.list(folder);
  }
}
