package dev.meridian.agent.logs;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.disk.OwnerFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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

  /** The files that hold a stream, oldest first; empty when the task never ran here. */
  public List<Path> files(String podId, String task, String stream) {
    Path current = file(podId, task, stream);
    List<Path> files = new ArrayList<>();
    for (int age = kept; age >= 1; age--) {
      Path old = rotated(current, age);
      if (Files.exists(old)) {
        files.add(old);
      }
    }
    if (Files.exists(current)) {
      files.add(current);
    }
    return files;
  }

  /** Rotates what has grown too large; a failure of one file does not spare the others. */
  public void rotate() throws IOException {
    try (Stream<Path> files = Files.walk(root, 2)) {
      for (Path file : files.filter(TaskLogs::isCurrent).toList()) {
        try {
          if (Files.size(file) > maxBytes) {
            rotate(file);
          }
        } catch (IOException failed) {
          LOG.log(WARNING, "cannot rotate " + file + "; it is tried again", failed);
        }
      }
    }
  }

  private void rotate(Path file) throws IOException {
    Files.deleteIfExists(rotated(file, kept));
    for (int age = kept - 1; age >= 1; age--) {
      if (Files.exists(rotated(file, age))) {
        Files.move(rotated(file, age), rotated(file, age + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    // Lines that are written between the copy and the cut are copied too: cut what was copied only
    // when nothing came meanwhile, otherwise copy the rest first.
    Path target = rotated(file, 1);
    try (FileChannel source =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel copy = FileChannel.open(OwnerFile.ensure(target), StandardOpenOption.WRITE)) {
      long done = 0;
      while (done < source.size()) {
        done += source.transferTo(done, source.size() - done, copy);
      }
      source.truncate(0);
    } catch (IOException failed) {
      Files.deleteIfExists(target);
      throw failed;
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

  private static Path rotated(Path file, int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private static boolean isCurrent(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".stdout") || name.endsWith(".stderr");
  }
}
