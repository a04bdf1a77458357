package dev.meridian.cli.packages;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The zip of a package folder. Equal files give equal bytes on every machine: entries are sorted,
 * carry a fixed time, and are stored uncompressed, because compression differs between zlibs.
 */
final class PackageZip {
  /** The earliest time that a zip entry can say. */
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PackageZip() {}

  /**
   * Writes the folder's files.
   *
   * @param without paths (relative, with slashes) that stay out; hidden files always do
   * @param instead contents by path, which win over the folder's own files
   * @throws PackageBuildException when the folder holds a symbolic link or a special file
   */
  static void write(
      Path folder, Predicate<String> without, Map<String, byte[]> instead, Path target)
      throws IOException, PackageBuildException {
    SortedMap<String, byte[]> contents = read(folder, without);
    contents.putAll(instead);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static ZipEntry entry(String name, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(FIXED_TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    return entry;
  }

  private static SortedMap<String, byte[]> read(Path folder, Predicate<String> without)
      throws IOException, PackageBuildException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    Collector collector = new Collector(folder, without, contents);
    Files.walkFileTree(folder, collector);
    if (collector.special != null) {
      throw new PackageBuildException(
          collector.special
              + " is neither a file nor a folder. A package holds plain files only: replace it by a"
              + " copy.");
    }
    return contents;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Predicate<String> without;
    private final SortedMap<String, byte[]> contents;
    private @Nullable Path special;

    Collector(Path root, Predicate<String> without, SortedMap<String, byte[]> contents) {
      this.root = root;
      this.without = without;
      this.contents = contents;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(root) && hidden(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (hidden(file) || without.test(name)) {
        return FileVisitResult.CONTINUE;
      }
      if (!attributes.isRegularFile()) {
        special = file;
        return FileVisitResult.TERMINATE;
      }
      contents.put(name, Files.readAllBytes(file));
      return FileVisitResult.CONTINUE;
    }

    private static boolean hidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }
  }
}
