package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The sinks that are served right now, each on a thread of its own. */
@Component
class SinkStreams {
  private static final Logger log = LoggerFactory.getLogger(SinkStreams.class);

  /** A receiver that is dead holds a place for this long, and then waits for its next attempt. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final int MOST = 200;

  /** Then it gives its place to whoever waits longest; a long backlog keeps nobody else waiting. */
  private static final int IN_A_TURN = 20;

  private final Delivering delivering;
  private final Map<UUID, Stream> served = new ConcurrentHashMap<>();

  SinkStreams(Delivering delivering) {
    this.delivering = delivering;
  }

  /** Serves those that are not served yet; as many as there is room for. */
  void start(List<Key> due) {
    for (Key key : due) {
      if (served.size() < MOST && !served.containsKey(key.id())) {
        Stream stream = new Stream(key);
        served.put(key.id(), stream);
        stream.begin();
      }
    }
  }

  /**
   * Ends those at once that are gone.
   *
   * @param present which of some sinks are there
   */
  void keepOnly(Function<Collection<UUID>, Set<UUID>> present) {
    List<UUID> ids = List.copyOf(served.keySet());
    if (!ids.isEmpty()) {
      Set<UUID> there = present.apply(ids);
      ids.stream().filter(id -> !there.contains(id)).forEach(this::end);
    }
  }

  /** Ends all at once, and waits until their last transactions are over. */
  void end(Duration atMost) {
    List<Stream> all = List.copyOf(served.values());
    all.forEach(Stream::end);
    long until = System.nanoTime() + atMost.toNanos();
    all.forEach(stream -> stream.await(Duration.ofNanos(until - System.nanoTime())));
  }

  private void end(UUID id) {
    Stream stream = served.get(id);
    if (stream != null) {
      stream.end();
    }
  }

  /** One sink, until it has nothing to send or fails. */
  private final class Stream {
    private final Key key;
    private final Thread thread;
    private @Nullable Attempt attempt;
    private boolean ended;

    Stream(Key key) {
      this.key = key;
      this.thread = Thread.ofVirtual().name("audit-sink-" + key.id()).unstarted(this::serve);
    }

    void begin() {
      thread.start();
    }

    private void serve() {
      try {
        boolean more = true;
        for (int i = 0; more && i < IN_A_TURN; i++) {
          try (Attempt next = new Attempt(LIMIT)) {
            more = takes(next) && delivering.next(key, next);
          }
        }
      } catch (RuntimeException e) {
        log.warn("Streaming to sink {} failed, it is tried again: {}", key.id(), e.toString());
      } finally {
        served.remove(key.id());
      }
    }

    private synchronized boolean takes(Attempt next) {
      attempt = next;
      return !ended;
    }

    synchronized void end() {
      ended = true;
      if (attempt != null) {
        attempt.end("It was ended by the control plane and is sent again.");
      }
    }

    void await(Duration atMost) {
      try {
        if (atMost.isPositive()) {
          thread.join(atMost);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
