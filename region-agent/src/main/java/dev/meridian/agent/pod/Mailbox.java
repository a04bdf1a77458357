package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is sent to it on one thread, in order, and looks around after each. A sender that is
 * faster than the thread waits.
 */
final class Mailbox {
  private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());
  private static final int CAPACITY = 256;

  /** Something that may fail for want of a disk. */
  interface Work {
    void run() throws IOException;
  }

  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final String name;
  private final Supplier<Optional<Instant>> after;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * @param after runs after each piece of work, and at the time that it gives
   */
  Mailbox(String name, Supplier<Optional<Instant>> after) {
    this.name = name;
    this.after = after;
  }

  void open() {
    thread = Thread.ofVirtual().name(name).start(this::work);
  }

  void send(Work work) {
    try {
      queue.put(work);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until the work is done.
   *
   * @throws IOException what the work threw
   */
  void call(Work work) throws IOException, InterruptedException {
    CompletableFuture<Optional<IOException>> done = new CompletableFuture<>();
    queue.put(
        () -> {
          try {
            work.run();
            done.complete(Optional.empty());
          } catch (IOException failed) {
            done.complete(Optional.of(failed));
          } catch (RuntimeException defect) {
            done.completeExceptionally(defect);
            throw defect;
          }
        });
    try {
      Optional<IOException> failed = done.get();
      if (failed.isPresent()) {
        throw failed.get();
      }
    } catch (java.util.concurrent.ExecutionException defect) {
      throw new IllegalStateException(name + " could not do its work", defect.getCause());
    }
  }

  private void work() {
    Optional<Instant> wakeAt = look();
    while (!closed) {
      try {
        Work work =
            wakeAt.isPresent()
                ? queue.poll(
                    Math.max(0, Duration.between(Instant.now(), wakeAt.get()).toMillis() + 1),
                    TimeUnit.MILLISECONDS)
                : queue.take();
        if (work != null && !closed) {
          work.run();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException failed) {
        LOG.log(ERROR, name + ": an event could not be handled", failed);
      }
      wakeAt = closed ? Optional.empty() : look();
    }
  }

  private Optional<Instant> look() {
    try {
      return after.get();
    } catch (RuntimeException failed) {
      LOG.log(ERROR, name + ": cannot decide; it is tried again", failed);
      return Optional.of(Instant.now().plusSeconds(5));
    }
  }

  /** Lets the piece of work that is under way end: an interrupt could tear a write to the disk. */
  void close() {
    closed = true;
    Thread open = thread;
    if (open != null) {
      boolean unusedWakesUpAnEmptyQueue = queue.offer(() -> {});
      try {
        open.join(Duration.ofSeconds(3));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
