package dev.meridian.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that nobody but the agent's own user can open, whatever its umask is. */
public final class OwnerFile {
  private static final String OWNER_ONLY = "rw-------";

  private OwnerFile() {}

  /** The file, made when it is missing; one that an earlier version left open is closed. */
  public static Path ensure(Path file) throws IOException {
    if (Files.exists(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
    } else {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }
    return file;
  }
}
