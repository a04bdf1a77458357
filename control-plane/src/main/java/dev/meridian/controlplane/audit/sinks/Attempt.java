package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to send: with a limit for all of it, that a receiver cannot stretch by taking or
 * answering byte by byte, and ended at once from any thread.
 */
final class Attempt implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final Thread timer;
  private @Nullable Socket socket;
  private @Nullable String ended;

  Attempt(Duration limit) {
    timer =
        Thread.ofVirtual()
            .name("sink-attempt-limit")
            .start(
                () -> {
                  try {
                    Thread.sleep(limit);
                    end(
                        "The receiver did not take the delivery within %d seconds."
                            .formatted(limit.toSeconds()));
                  } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /**
   * From now on this socket is the attempt's; it is closed when the attempt ends.
   *
   * @throws IOException when the attempt has ended already
   */
  synchronized void uses(Socket used) throws IOException {
    socket = used;
    if (ended != null) {
      used.close();
      throw new IOException(ended);
    }
  }

  /** Ends it: what reads or writes on its socket fails. */
  void end(String why) {
    synchronized (this) {
      if (ended == null) {
        ended = why;
      }
    }
    closeSocket();
  }

  /** Why it was ended before its time; empty when it was not. */
  synchronized Optional<String> ended() {
    return Optional.ofNullable(ended);
  }

  @Override
  public void close() {
    timer.interrupt();
    closeSocket();
  }

  /** Not while the lock is held: whoever asks whether it has ended never waits for a socket. */
  private void closeSocket() {
    Socket used;
    synchronized (this) {
      used = socket;
      socket = null;
    }
    if (used != null) {
      try {
        used.close();
      } catch (IOException broken) {
        log.debug("A connection to a sink was not closed in order: {}", broken.toString());
      }
    }
  }
}
