package dev.meridian.controlplane.catalog;

import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads stored chunks one after the other; at most one is in memory. */
final class ChunkedContent extends InputStream {
  /** Every stored chunk but the last has this size. */
  static final int CHUNK_BYTES = 1 << 20;

  /** Where chunks come from. */
  interface Source {
    /** The chunk's bytes; null when there is none with this index. */
    byte @Nullable [] chunk(int index);
  }

  private final Source source;
  private int nextIndex;
  private int skip;
  private byte[] current = new byte[0];
  private int position;
  private boolean ended;

  /**
   * @param offset of the first byte that is read
   */
  ChunkedContent(Source source, long offset) {
    this.source = source;
    nextIndex = Math.toIntExact(offset / CHUNK_BYTES);
    skip = (int) (offset % CHUNK_BYTES);
  }

  @Override
  public int read() {
    return fill() ? current[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, into, from, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return current.length - position;
  }

  private boolean fill() {
    while (position >= current.length && !ended) {
      byte[] chunk = source.chunk(nextIndex++);
      if (chunk == null) {
        ended = true;
      } else {
        current = chunk;
        position = skip;
        skip = 0;
      }
    }
    return !ended;
  }
}
