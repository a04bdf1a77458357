package dev.meridian.agent.logs;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.disk.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What tasks print: one file for each task and stream, apart from the sandbox. Tasks append to the
 * file themselves, so nothing between them and the disk can break; the agent rotates by copying and
 * truncating, for a task never opens its file again.
 */
public final class TaskLogs {
  private static final System.Logger LOG = System.getLogger(TaskLogs.class.getName());

  private final Path root;
  private final long maxBytes;
  private final int kept;
  private final Map<Path, StreamFiles> streams = new ConcurrentHashMap<>();

  /**
   * @param maxBytes a larger file is rotated
   * @param kept how many rotated files stay
   */
  public TaskLogs(Path root, long maxBytes, int kept) throws IOException {
    this.root = Folders.make(root, "rwx--x--x");
    this.maxBytes = maxBytes;
    this.kept = kept;
  }

  /** The file to which a task's stream goes; made when it is missing. */
  public Path open(String podId, String task, String stream, OptionalInt owner) throws IOException {
    Path file = file(podId, task, stream);
    Folders.make(root.resolve(plain(podId)), "rwx--x--x");
    OwnerFile.ensure(file);
    if (owner.isPresent()) {
      // A task may open /dev/stdout by name; then the file must be its own.
      Files.setAttribute(file, "unix:gid", owner.getAsInt());
      Files.setAttribute(file, "unix:uid", owner.getAsInt());
    }
    return file;
  }

  /** Reads a stream; empty when the task never ran here. */
  public Optional<LogReading> reading(String podId, String task, String stream) {
    Path current = file(podId, task, stream);
    // Looked at first: what anybody asks for is not remembered.
    return Files.exists(current) ? Optional.of(new LogReading(files(current))) : Optional.empty();
  }

  private StreamFiles files(Path current) {
    return streams.computeIfAbsent(current, file -> new StreamFiles(file, kept));
  }

  /** Rotates what has grown too large; a failure of one file does not spare the others. */
  public void rotate() throws IOException {
    try (Stream<Path> files = Files.walk(root, 2)) {
      for (Path file : files.filter(TaskLogs::isCurrent).toList()) {
        try {
          if (Files.size(file) > maxBytes) {
            files(file).rotate();
          }
        } catch (IOException failed) {
          LOG.log(WARNING, "cannot rotate " + file + "; it is tried again", failed);
        }
      }
    }
  }

  /** Removes the logs of pods that are gone and that nobody wrote to for so long. */
  public void removeOlderThan(Duration age, java.util.Set<String> pods) throws IOException {
    Instant limit = Instant.now().minus(age);
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.toList()) {
        if (!pods.contains(folder.getFileName().toString())
            && Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
          Folders.remove(folder);
          streams.keySet().removeIf(file -> file.startsWith(folder));
        }
      }
    }
  }

  private Path file(String podId, String task, String stream) {
    if (!stream.equals("stdout") && !stream.equals("stderr")) {
      throw new IllegalArgumentException(
          "no stream \"" + stream + "\": there are \"stdout\" and \"stderr\"");
    }
    return root.resolve(plain(podId)).resolve(plain(task) + "." + stream);
  }

  private static String plain(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return name;
  }

  private static boolean isCurrent(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".stdout") || name.endsWith(".stderr");
  }
}
