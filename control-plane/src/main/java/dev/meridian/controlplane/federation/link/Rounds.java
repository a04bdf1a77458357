package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.platform.Signal;
import dev.meridian.controlplane.platform.Wakeups;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for all streams together: sightings stored in batches, silent streams ended, ends
 * stored that the database could not take, orders of other replicas noticed. At rest an agent's
 * sighting is written every five minutes, and at most {@value #MOST_AT_REST} rows a second: a
 * node's state follows from its stream, not from that row.
 */
final class Rounds {
  /** Channel on which replicas hear that there are orders. */
  static final String CHANNEL = dev.meridian.controlplane.federation.Orders.CHANNEL;

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration SIGHTING_KEPT = Duration.ofMinutes(5);
  private static final Duration EACH_ROUND = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int MOST_AT_REST = 20;
  private static final int ROUNDS_PER_REPLACED_CHECK = 15;

  private record Written(long session, long taken, Instant seen) {}

  private final Streams streams;
  private final SessionStore sessions;
  private final Absences absences;
  private final Wakeups wakeups;
  private final InstantSource clock;
  private final Signal signal = new Signal();
  private final Map<UUID, Written> written = new HashMap<>();
  private volatile boolean running;
  private Wakeups.@org.jspecify.annotations.Nullable Subscription subscription;
  private int rounds;

  Rounds(
      Streams streams,
      SessionStore sessions,
      Absences absences,
      Wakeups wakeups,
      InstantSource clock) {
    this.streams = streams;
    this.sessions = sessions;
    this.absences = absences;
    this.wakeups = wakeups;
    this.clock = clock;
  }

  void start() {
    running = true;
    subscription = wakeups.subscribe(CHANNEL, signal::raise);
    Thread.ofVirtual().name("agent-rounds").start(() -> loop(this::round, EACH_ROUND));
    Thread.ofVirtual().name("agent-orders").start(this::watchOrders);
  }

  void stop() {
    running = false;
    if (subscription != null) {
      subscription.close();
    }
    signal.raise();
  }

  private void loop(Runnable round, Duration pause) {
    while (running) {
      attempt(round);
      try {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void watchOrders() {
    loop(
        () -> {
          signal.awaitQuietly(Duration.ofSeconds(5));
          if (running) {
            sessions.withOrders().forEach(streams::ordered);
          }
        },
        BETWEEN_LOOKS);
  }

  private static void attempt(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      log.warn("A round over the agents failed and is made again: {}", e.toString());
    }
  }

  private void round() {
    Instant now = clock.instant();
    streams.all().forEach(stream -> attempt(() -> stream.tick(now)));
    List<AgentStream> open = streams.open();
    attempt(streams::storeEnds);
    attempt(() -> store(open, now));
    attempt(() -> absences.look(now));
    if (++rounds % ROUNDS_PER_REPLACED_CHECK == 0) {
      attempt(() -> endReplaced(open));
    }
  }

  private void store(List<AgentStream> open, Instant now) {
    List<SessionStore.Sighting> changed = new ArrayList<>();
    Map<SessionStore.Sighting, Instant> old = new HashMap<>();
    for (AgentStream stream : open) {
      AgentStream.Open session = stream.open();
      if (session == null) {
        continue;
      }
      SessionStore.Sighting sighting =
          new SessionStore.Sighting(
              session.agentId(), session.session().number(), stream.lastHeard(), stream.taken());
      Written last = written.get(session.agentId());
      if (last == null || last.session() != sighting.session()) {
        last = new Written(sighting.session(), session.takenAtStart(), now);
        written.put(session.agentId(), last);
      }
      if (last.taken() != sighting.taken()) {
        changed.add(sighting);
      } else if (last.seen().plus(SIGHTING_KEPT).isBefore(now)) {
        old.put(sighting, last.seen());
      }
    }
    old.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(MOST_AT_REST)
        .forEach(entry -> changed.add(entry.getKey()));
    sessions.seen(changed);
    changed.forEach(s -> written.put(s.agentId(), new Written(s.session(), s.taken(), now)));
    if (written.size() > 2 * open.size() + 1000) {
      written.clear();
    }
  }

  private void endReplaced(List<AgentStream> open) {
    Map<UUID, Long> numbers = new HashMap<>();
    for (AgentStream stream : open) {
      AgentStream.Open session = stream.open();
      if (session != null) {
        numbers.put(session.agentId(), session.session().number());
      }
    }
    if (numbers.isEmpty()) {
      return;
    }
    List<UUID> replaced = sessions.replaced(numbers);
    for (AgentStream stream : open) {
      AgentStream.Open session = stream.open();
      if (session != null && replaced.contains(session.agentId())) {
        stream.close(
            Status.ABORTED.withDescription("Another stream of this agent took its place."));
      }
    }
  }
}
