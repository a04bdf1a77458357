package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** The processes of this machine, as /proc tells; zombies do not count. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * A process.
   *
   * @param startTicks with the pid, its identity
   */
  record Entry(long pid, long startTicks, String command) {
    /** Ends it at once, if it is still the same process. */
    void kill() {
      if (entry(pid).filter(now -> now.startTicks == startTicks).isPresent()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }

    boolean alive() {
      return entry(pid).filter(now -> now.startTicks == startTicks).isPresent();
    }
  }

  /** Everything that names a folder in its command line, environment or working directory. */
  static List<Entry> touching(Path folder) {
    String text = folder.toString();
    long self = ProcessHandle.current().pid();
    return running(pid -> pid != self && touches(pid, text));
  }

  private static List<Entry> running(LongPredicate which) {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .map(path -> path.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::parseLong)
          .filter(which::test)
          .flatMap(pid -> entry(pid).stream())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Those that began a session and work in a folder whose path names this. */
  static List<Entry> leadersIn(String name) {
    return running(pid -> workingDirectory(pid).contains(name) && leads(pid));
  }

  private static boolean leads(long pid) {
    try {
      String stat = read(pid, "stat");
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3].equals(String.valueOf(pid));
    } catch (IOException gone) {
      return false;
    }
  }

  static Optional<Entry> entry(long pid) {
    try {
      String stat = read(pid, "stat");
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead
          ? Optional.empty()
          : Optional.of(
              new Entry(pid, Long.parseLong(fields[19]), read(pid, "cmdline").replace('\0', ' ')));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static boolean touches(long pid, String text) {
    return contains(pid, "cmdline", text)
        || contains(pid, "environ", text)
        || workingDirectory(pid).startsWith(text);
  }

  private static boolean contains(long pid, String file, String text) {
    try {
      return read(pid, file).contains(text);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String workingDirectory(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private static String read(long pid, String file) throws IOException {
    return new String(
        Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.ISO_8859_1);
  }
}
