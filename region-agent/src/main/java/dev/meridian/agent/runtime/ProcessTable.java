package dev.meridian.agent.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The processes of this node as {@code /proc} shows them. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /** One process; the session is the pid of the process that began it. */
  record Entry(ProcessIdentity identity, char state, long session) {
    boolean isGone() {
      return state == 'Z' || state == 'X';
    }
  }

  static Optional<Entry> find(long pid) {
    try {
      return parse(
          pid,
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException absent) {
      // Between listing and reading, any process may end: no file means no process.
      return Optional.empty();
    }
  }

  /** The same process as then, and not a zombie. */
  static boolean lives(ProcessIdentity identity) {
    return find(identity.pid())
        .filter(entry -> entry.identity().equals(identity) && !entry.isGone())
        .isPresent();
  }

  /** Sends SIGTERM or SIGKILL if it is still the same process. */
  static boolean end(ProcessIdentity identity, boolean forcibly) {
    Optional<ProcessHandle> handle = ProcessHandle.of(identity.pid());
    // The handle remembers its own start time and checks it before it sends.
    if (handle.isEmpty() || !lives(identity)) {
      return false;
    }
    return forcibly ? handle.get().destroyForcibly() : handle.get().destroy();
  }

  /** Processes of a session, and those that carry a marker in their environment. */
  static Set<ProcessIdentity> members(Optional<ProcessIdentity> leader, String marker)
      throws IOException {
    Optional<ProcessIdentity> session =
        leader.filter(
            known -> find(known.pid()).map(entry -> entry.identity().equals(known)).orElse(true));
    byte[] needle = marker.getBytes(StandardCharsets.UTF_8);
    Set<ProcessIdentity> found = new LinkedHashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Optional<Entry> entry = find(Long.parseLong(process.getFileName().toString()));
        if (entry.isEmpty() || entry.get().isGone()) {
          continue;
        }
        boolean inSession = session.isPresent() && entry.get().session() == session.get().pid();
        if (inSession || holds(process.resolve("environ"), needle)) {
          found.add(entry.get().identity());
        }
      }
    }
    return found;
  }

  /** Finds a process by an argument of its command line. */
  static Optional<ProcessIdentity> findByArguments(String first, String second) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Path arguments = process.resolve("cmdline");
        if (holds(arguments, first.getBytes(StandardCharsets.UTF_8))
            && holds(arguments, second.getBytes(StandardCharsets.UTF_8))) {
          return find(Long.parseLong(process.getFileName().toString())).map(Entry::identity);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path file, byte[] needle) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      // Ended meanwhile, or of another user: then it is none of ours.
      return false;
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return ("\0" + text).contains("\0" + new String(needle, StandardCharsets.ISO_8859_1) + "\0")
        || ("\0" + text).endsWith("\0" + new String(needle, StandardCharsets.ISO_8859_1));
  }

  private static Optional<Entry> parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Optional.of(
        new Entry(
            new ProcessIdentity(pid, Long.parseLong(fields[19])),
            fields[0].charAt(0),
            Long.parseLong(fields[3])));
  }
}
