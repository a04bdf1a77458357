package dev.meridian.agent.volume;

import dev.meridian.agent.record.FileSystemRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a folder is on the file system on which it was made. The UUID of the block device
 * is the best witness, for it stays over boots; where there is none (tmpfs, network) the identity
 * that the kernel gives decides.
 */
final class FileSystemIdentity {
  private static final Path UUIDS = Path.of("/dev/disk/by-uuid");

  private FileSystemIdentity() {}

  static FileSystemRecord of(Path folder) throws IOException {
    String[] kernel = statistics(folder).split(" ");
    return FileSystemRecord.newBuilder()
        .setUuid(uuid(folder))
        .setId(kernel[0])
        .setType(kernel[1])
        .build();
  }

  static boolean same(FileSystemRecord then, FileSystemRecord now) {
    if (!then.getUuid().isEmpty() && !now.getUuid().isEmpty()) {
      return then.getUuid().equals(now.getUuid());
    }
    return then.getType().equals(now.getType()) && then.getId().equals(now.getId());
  }

  private static String uuid(Path folder) throws IOException {
    if (!Files.isDirectory(UUIDS)) {
      return "";
    }
    Object device = Files.getAttribute(folder, "unix:dev");
    try (DirectoryStream<Path> links = Files.newDirectoryStream(UUIDS)) {
      for (Path link : links) {
        if (Files.exists(link) && Files.getAttribute(link, "unix:rdev").equals(device)) {
          return link.getFileName().toString();
        }
      }
    }
    return "";
  }

  private static String statistics(Path folder) throws IOException {
    Process stat =
        new ProcessBuilder("stat", "-f", "-c", "%i %T", folder.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String answer =
          new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!stat.waitFor(10, TimeUnit.SECONDS) || stat.exitValue() != 0) {
        throw new IOException("cannot tell the file system of " + folder + ": " + answer);
      }
      return answer;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking at " + folder, interrupted);
    }
  }
}
