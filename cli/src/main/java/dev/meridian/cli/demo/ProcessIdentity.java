package dev.meridian.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of this machine, told apart from any other that gets its pid later.
 *
 * @param startTicks when it started, in clock ticks since boot
 * @param bootId the boot that the ticks count from
 */
record ProcessIdentity(long pid, long startTicks, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The process that has a pid now; empty when none has, or it is a zombie. */
  static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The command's name stands in parentheses and may hold anything; fields count from behind
      // it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Optional.empty()
          : Optional.of(
              new ProcessIdentity(
                  pid, Long.parseLong(fields[19]), Files.readString(BOOT_ID).strip()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException gone) {
      if (Files.exists(Path.of("/proc", String.valueOf(pid)))) {
        throw new UncheckedIOException("Cannot read the process table", gone);
      }
      return Optional.empty();
    }
  }

  boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
