package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.node.BootClock;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Heartbeat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The heartbeats of one session. They also find a connection that is dead without saying so: three
 * unanswered intervals end the session.
 */
final class Heartbeats implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Heartbeats.class.getName());
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

  private final BootClock clock;
  private final Consumer<AgentMessage> send;
  private final Runnable onSilence;
  private final Duration patience;
  private final ConcurrentSkipListMap<Long, Duration> unanswered = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeats").factory());
  private long number;

  Heartbeats(Duration interval, BootClock clock, Consumer<AgentMessage> send, Runnable onSilence) {
    this.clock = clock;
    this.send = send;
    this.onSilence = onSilence;
    Duration three = interval.multipliedBy(3);
    this.patience = three.compareTo(LEAST_PATIENCE) > 0 ? three : LEAST_PATIENCE;
    var unused =
        timer.scheduleAtFixedRate(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Beats out of turn. */
  void beatNow() {
    timer.execute(this::beat);
  }

  private void beat() {
    try {
      Duration now = clock.sinceBoot();
      Map.Entry<Long, Duration> oldest = unanswered.firstEntry();
      if (oldest != null && now.minus(oldest.getValue()).compareTo(patience) > 0) {
        LOG.log(WARNING, "the control plane has not answered for {0}; connecting anew", patience);
        onSilence.run();
        return;
      }
      number++;
      unanswered.put(number, now);
      send.accept(
          AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(number)).build());
    } catch (RuntimeException failed) {
      LOG.log(WARNING, "cannot send a heartbeat", failed);
    }
  }

  /** When the acknowledged heartbeat was sent, on the boot clock; empty for an unknown number. */
  Optional<Duration> acknowledged(long acknowledged) {
    Duration sentAt = unanswered.get(acknowledged);
    unanswered.headMap(acknowledged, true).clear();
    return Optional.ofNullable(sentAt);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
