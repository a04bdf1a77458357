package dev.meridian.controlplane.federation.transfer;

import dev.meridian.protocol.v1.TransferReply;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One log on its way to one reader. What waits is bounded: a reader that falls behind by more is
 * ended, because all logs of an agent share one stream and none may hold up the others.
 */
final class Exchange {
  static final long MOST_WAITING = 8 << 20;

  /** What a reader gets next. */
  sealed interface Part {}

  record Bytes(byte[] content) implements Part {}

  /**
   * @param error empty: ended well
   */
  record End(String error, boolean unreachable) implements Part {}

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private volatile boolean over;

  /** Takes a reply; false when the agent shall stop sending. */
  boolean add(TransferReply reply) {
    if (over) {
      return false;
    }
    if (reply.hasEnd()) {
      end(new End(reply.getEnd().getError(), false));
      return true;
    }
    byte[] content = reply.getContent().toByteArray();
    if (waiting.addAndGet(content.length) > MOST_WAITING) {
      end(new End("The reader is too slow; read again, with fewer lines.", false));
      return false;
    }
    parts.add(new Bytes(content));
    return true;
  }

  void end(End end) {
    over = true;
    parts.add(end);
  }

  /** The next part; null when none came in time. */
  @Nullable Part next(Duration atMost) throws InterruptedException {
    Part part = parts.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (part instanceof Bytes bytes) {
      waiting.addAndGet(-bytes.content().length);
    }
    return part;
  }
}
