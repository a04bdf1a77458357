package dev.meridian.spec.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A package in a folder; contents are read when asked for. */
final class FolderFiles implements PackageFiles {
  private final SortedMap<String, Path> files;

  private FolderFiles(SortedMap<String, Path> files) {
    this.files = files;
  }

  static FolderFiles list(Path folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      found
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(file -> files.put(name(folder.relativize(file)), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FolderFiles(files);
  }

  private static String name(Path relative) {
    StringBuilder name = new StringBuilder();
    for (Path element : relative) {
      name.append(name.isEmpty() ? "" : "/").append(element);
    }
    return name.toString();
  }

  @Override
  public SortedSet<String> paths() {
    return new TreeSet<>(files.keySet());
  }

  @Override
  public Optional<byte[]> bytes(String path) {
    Path file = files.get(path);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Long> size(String path) {
    Path file = files.get(path);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
