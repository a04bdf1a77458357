package dev.meridian.agent.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts artifacts into a sandbox. */
public final class Unpacking {
  private Unpacking() {}

  /**
   * Makes sure that a destination is reached without a link: what an archive laid there must not
   * lead the agent, which may be root, out of the sandbox.
   *
   * @param destination in the sandbox
   */
  public static void requireNoLink(Path sandbox, Path destination) throws IOException {
    Path at = sandbox;
    for (Path step : sandbox.relativize(destination)) {
      at = at.resolve(step);
      if (Files.isSymbolicLink(at)) {
        throw new IOException(
            "the destination "
                + sandbox.relativize(destination)
                + " leads through the link "
                + sandbox.relativize(at)
                + ", which another artifact of the pod brought; give it another destination");
      }
    }
  }

  /** The same bytes under another name: a hard link where that works, else a copy. */
  public static void place(Path cached, Path destination, boolean executable) throws IOException {
    Files.createDirectories(destination.getParent());
    Files.deleteIfExists(destination);
    if (!executable) {
      try {
        Files.createLink(destination, cached);
        return;
      } catch (IOException | UnsupportedOperationException otherFileSystem) {
        // A copy does as well.
        Files.copy(cached, destination, StandardCopyOption.COPY_ATTRIBUTES);
        return;
      }
    }
    Files.copy(cached, destination);
    Files.setPosixFilePermissions(
        destination, java.nio.file.attribute.PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  /**
   * Unpacks an archive into a folder; nothing gets outside of it.
   *
   * @param format "tar.gz" or "zip"
   */
  public static void unpack(Path archive, String format, Path destination)
      throws IOException, InterruptedException {
    Files.createDirectories(destination);
    switch (format) {
      case "tar.gz" -> tar(archive, destination);
      case "zip" -> zip(archive, destination);
      default ->
          throw new IOException(
              "cannot unpack \"" + format + "\": known are \"tar.gz\" and \"zip\"");
    }
  }

  private static void tar(Path archive, Path destination) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "-xzf",
                archive.toString(),
                "-C",
                destination.toString(),
                "--no-same-owner",
                // As root tar would keep set-user-id bits, and the files are root's.
                "--no-same-permissions")
            .redirectErrorStream(true)
            .start();
    String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tar.waitFor() != 0) {
      throw new IOException("tar cannot unpack " + archive + ": " + output.strip());
    }
    requireNoDevices(archive, destination);
  }

  /** As root tar makes whatever the archive names. */
  private static void requireNoDevices(Path archive, Path destination) throws IOException {
    try (Stream<Path> files = Files.walk(destination)) {
      for (Path file : files.toList()) {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isOther()) {
          Files.delete(file);
          throw new IOException(
              "archive "
                  + archive.getFileName()
                  + " holds "
                  + destination.relativize(file)
                  + ", which is a device, a pipe or a socket; an artifact holds files, folders and links");
        }
      }
    }
  }

  private static void zip(Path archive, Path destination) throws IOException {
    try (FileSystem zip = open(archive)) {
      Path root = zip.getPath("/");
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(target(folder));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Path target = target(file);
              Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
              Set<PosixFilePermission> permissions =
                  Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
              if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
                Files.setPosixFilePermissions(
                    target, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
              }
              return FileVisitResult.CONTINUE;
            }

            private Path target(Path entry) throws IOException {
              Path target = destination.resolve(root.relativize(entry).toString()).normalize();
              if (!target.startsWith(destination.normalize())) {
                throw new IOException("entry " + entry + " of " + archive + " leads outside");
              }
              return target;
            }
          });
    }
  }

  private static FileSystem open(Path archive) throws IOException {
    try {
      return FileSystems.newFileSystem(
          archive,
          Map.of(
              "enablePosixFileAttributes",
              "true",
              "accessMode",
              "readOnly",
              // Of entries that say nothing about it; otherwise every one might be run.
              "defaultPermissions",
              "rw-r--r--",
              "zipinfo-time",
              "false"));
    } catch (ProviderNotFoundException noZip) {
      throw new IOException(archive.getFileName() + " is no zip archive", noZip);
    }
  }
}
