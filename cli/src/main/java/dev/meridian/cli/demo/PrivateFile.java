package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files that only their owner can read, all or nothing. */
final class PrivateFile {
  private PrivateFile() {}

  static void write(Path file, String text) {
    try {
      Path next =
          Files.createTempFile(
              file.getParent(),
              file.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED, "Cannot write " + file + ": " + refused.getMessage());
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Cannot read " + file + " (" + refused.getMessage() + "). Start over with --fresh.");
    }
  }
}
