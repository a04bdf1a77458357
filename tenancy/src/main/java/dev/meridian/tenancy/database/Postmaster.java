package dev.meridian.tenancy.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running PostgreSQL server of one data directory, as its pid file tells and the process table
 * confirms.
 */
record Postmaster(ProcessHandle process, int port) {

  /**
   * The server that runs on {@code data}, if one does. A pid that now belongs to another program is
   * never taken for the server: PostgreSQL works in its data directory, so the process's working
   * directory tells.
   */
  static Optional<Postmaster> of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 4) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    if (process.isEmpty() || !process.get().isAlive() || !worksIn(process.get(), data)) {
      return Optional.empty();
    }
    return Optional.of(new Postmaster(process.get(), Integer.parseInt(lines.get(3).strip())));
  }

  private static boolean worksIn(ProcessHandle process, Path data) {
    Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.isSameFile(link, data);
    } catch (IOException e) {
      // Gone, or another user's process; neither is a server of ours.
      return false;
    }
  }
}
