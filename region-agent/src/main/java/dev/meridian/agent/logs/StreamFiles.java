package dev.meridian.agent.logs;

import dev.meridian.agent.disk.OwnerFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The files of one stream of a task: the one that the task appends to, and the rotated ones. Each
 * has a number that grows with every rotation and stays with its content, so that a reader goes on
 * where it was, whatever the file is called by then.
 *
 * <p>Safe for use by many readers and one that rotates.
 */
final class StreamFiles {
  private final Path current;
  private final int kept;
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** The number of the file that the task appends to. */
  private long newest;

  /**
   * @param kept how many rotated files stay
   */
  StreamFiles(Path current, int kept) {
    this.current = current;
    this.kept = kept;
    // Files of an earlier life of the agent have numbers, too.
    this.newest = kept;
  }

  /** True when the task ever ran here. */
  boolean exist() {
    return Files.exists(current);
  }

  /** The number of the oldest file that is there. */
  long oldest() {
    lock.readLock().lock();
    try {
      long number = newest;
      while (number > newest - kept && Files.exists(file(number - 1))) {
        number--;
      }
      return number;
    } finally {
      lock.readLock().unlock();
    }
  }

  long newest() {
    lock.readLock().lock();
    try {
      return newest;
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Reads from a place in a file.
   *
   * @return how many bytes were read; 0 at the end of the file, and of one that is gone
   */
  int read(long number, long position, byte[] buffer) throws IOException {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      Path file = file(number);
      if (newest - number > kept || !Files.exists(file)) {
        return 0;
      }
      try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
        reader.seek(position);
        return Math.max(0, reader.read(buffer));
      }
    } finally {
      reading.unlock();
    }
  }

  /** The bytes in a file; 0 for one that is gone. */
  long size(long number) throws IOException {
    lock.readLock().lock();
    try {
      Path file = file(number);
      return newest - number <= kept && Files.exists(file) ? Files.size(file) : 0;
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Copies the file that the task appends to and empties it. What the task writes between the last
   * look at the file's size and the cut, a matter of microseconds, is lost: nothing but the task
   * could hold its writing. A copy that fails changes nothing; when only what was written during
   * the copying finds no room, that is lost. An agent that is killed before the cut leaves the
   * content in both files.
   */
  void rotate() throws IOException {
    lock.writeLock().lock();
    try {
      Path copied = current.resolveSibling(current.getFileName() + ".next");
      Files.deleteIfExists(copied);
      try {
        copyRest(OwnerFile.ensure(copied));
      } catch (IOException failed) {
        Files.deleteIfExists(copied);
        throw failed;
      }
      for (int age = kept - 1; age >= 1; age--) {
        if (Files.exists(rotated(age))) {
          Files.move(rotated(age), rotated(age + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(copied, rotated(1), StandardCopyOption.REPLACE_EXISTING);
      newest++;
      try {
        copyRest(rotated(1));
      } finally {
        // Also when the disk is full for what came meanwhile: what is copied must not come twice.
        cut();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void cut() throws IOException {
    try (FileChannel source = FileChannel.open(current, StandardOpenOption.WRITE)) {
      source.truncate(0);
    }
  }

  /** Copies what the target lacks of the file. */
  private void copyRest(Path target) throws IOException {
    try (FileChannel source = FileChannel.open(current, StandardOpenOption.READ);
        FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE)) {
      long done = copy.size();
      copy.position(done);
      while (done < source.size()) {
        done += source.transferTo(done, source.size() - done, copy);
      }
    }
  }

  private Path file(long number) {
    return number >= newest ? current : rotated((int) Math.min(newest - number, kept + 1L));
  }

  private Path rotated(int age) {
    return current.resolveSibling(current.getFileName() + "." + age);
  }
}
