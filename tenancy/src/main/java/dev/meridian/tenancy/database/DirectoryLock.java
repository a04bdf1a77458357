package dev.meridian.tenancy.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** At most one process uses a data directory; the operating system frees the lock of a dead one. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws DatabaseException when another process holds it; the message has its pid
   */
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process holds it already: the same answer as for another process.
      lock = null;
    }
    if (lock == null) {
      ByteBuffer holder = ByteBuffer.allocate(32);
      channel.read(holder, 0);
      channel.close();
      throw new DatabaseException(
          "The data directory %s is in use by another control plane (process %s). Stop that one, or choose another with --data-dir."
              .formatted(
                  directory,
                  new String(holder.array(), StandardCharsets.UTF_8).strip().replace("\0", "")));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return new DirectoryLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
