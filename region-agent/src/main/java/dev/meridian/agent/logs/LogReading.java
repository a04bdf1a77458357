package dev.meridian.agent.logs;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream of a task from its files and goes on as it grows, also while they are rotated. A
 * reader that is slower than all rotated files together misses what was removed before it came
 * there. Interrupting ends it.
 */
public final class LogReading {
  private static final int CHUNK = 64 * 1024;
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final StreamFiles files;

  /** Takes the bytes that were read; may block. */
  @FunctionalInterface
  public interface Sink {
    void accept(byte[] bytes, int length) throws IOException, InterruptedException;
  }

  /** Where a reader is. */
  private record Place(long file, long position) {}

  LogReading(StreamFiles files) {
    this.files = files;
  }

  /**
   * @param tailLines the last so many lines; 0: everything that is kept
   * @param follow go on until the thread is interrupted, or the log is removed
   */
  public void read(int tailLines, boolean follow, Sink sink)
      throws IOException, InterruptedException {
    Place place = tailLines > 0 ? startOfTail(tailLines) : new Place(files.oldest(), 0);
    place = copy(place, sink);
    while (follow && files.exist()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      place = copy(place, sink);
    }
  }

  /** Everything that is there from a place on; returns where it ended. */
  private Place copy(Place from, Sink sink) throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    long file = from.file();
    long position = from.position();
    while (true) {
      // Asked first: what a file that is not the newest lacks now, it lacks for ever.
      long newest = files.newest();
      int read = files.read(file, position, buffer);
      if (read > 0) {
        sink.accept(buffer, read);
        position += read;
      } else if (file < newest) {
        file = Math.max(file + 1, files.oldest());
        position = 0;
      } else {
        return new Place(file, position);
      }
    }
  }

  /** Where the tail begins, counted over all files. */
  private Place startOfTail(int lines) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long oldest = files.oldest();
    int missing = lines;
    boolean atEnd = true;
    for (long file = files.newest(); file >= oldest; file--) {
      long end = files.size(file);
      while (end > 0) {
        long start = Math.max(0, end - CHUNK);
        int length = (int) Math.min(end - start, files.read(file, start, buffer));
        for (int at = length - 1; at >= 0; at--) {
          boolean lineEnds = buffer[at] == '\n';
          if (lineEnds && !atEnd && --missing == 0) {
            return new Place(file, start + at + 1);
          }
          atEnd = false;
        }
        end = start;
      }
    }
    return new Place(oldest, 0);
  }
}
