package dev.meridian.agent.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a stream of a task from its files and goes on as it grows. Interrupting ends it. */
public final class LogReading {
  private static final int CHUNK = 64 * 1024;
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final List<Path> files;

  /** Takes the bytes that were read; may block. */
  @FunctionalInterface
  public interface Sink {
    void accept(byte[] bytes, int length) throws IOException, InterruptedException;
  }

  /**
   * @param files oldest first
   */
  public LogReading(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * @param tailLines the last so many lines; 0: everything that is kept
   * @param follow go on until the thread is interrupted
   */
  public void read(int tailLines, boolean follow, Sink sink)
      throws IOException, InterruptedException {
    long skip = tailLines > 0 ? startOfTail(tailLines) : 0;
    long position = 0;
    for (Path file : files) {
      long size = Files.size(file);
      position = skip < size ? copy(file, skip, sink) : size;
      skip = Math.max(0, skip - size);
    }
    if (follow && !files.isEmpty()) {
      follow(files.getLast(), position, sink);
    }
  }

  private static void follow(Path file, long from, Sink sink)
      throws IOException, InterruptedException {
    long position = from;
    while (true) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      long size;
      try {
        size = Files.size(file);
      } catch (NoSuchFileException removed) {
        return;
      }
      if (size < position) {
        // Rotated: what is in the file now is new.
        position = 0;
      }
      if (size > position) {
        position = copy(file, position, sink);
      }
    }
  }

  private static long copy(Path file, long from, Sink sink)
      throws IOException, InterruptedException {
    try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
      reader.seek(from);
      byte[] buffer = new byte[CHUNK];
      long position = from;
      for (int read = reader.read(buffer); read > 0; read = reader.read(buffer)) {
        sink.accept(buffer, read);
        position += read;
      }
      return position;
    }
  }

  /** Where the tail begins, counted over all files. */
  private long startOfTail(int lines) throws IOException {
    List<Long> starts = new ArrayList<>();
    long before = 0;
    for (Path file : files) {
      starts.add(before);
      before += Files.size(file);
    }
    int missing = lines;
    boolean atEnd = true;
    for (int index = files.size() - 1; index >= 0; index--) {
      try (RandomAccessFile reader = new RandomAccessFile(files.get(index).toFile(), "r")) {
        byte[] buffer = new byte[CHUNK];
        long end = reader.length();
        while (end > 0) {
          int length = (int) Math.min(CHUNK, end);
          reader.seek(end - length);
          reader.readFully(buffer, 0, length);
          for (int at = length - 1; at >= 0; at--) {
            boolean lineEnds = buffer[at] == '\n';
            if (lineEnds && !atEnd && --missing == 0) {
              return starts.get(index) + end - length + at + 1;
            }
            atEnd = false;
          }
          end -= length;
        }
      }
    }
    return 0;
  }
}
