package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Signal;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the streams going: one replica at a time, by lease; another one goes on within seconds
 * after a kill. {@code meridian.audit.sinks.lag} is how long the oldest event waits for the slowest
 * sink, {@code meridian.audit.sinks.retrying} how many sinks fail, as each replica sees it.
 */
@Component
class SinkWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);
  private static final String LEASE = "audit-sinks";
  private static final Duration HELD = Duration.ofSeconds(5);
  private static final Duration RENEWED = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration ASIDE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Leases leases;
  private final Scopes scopes;
  private final SinkRows sinks;
  private final SinkStreams streams;
  private final InstantSource clock;
  private final Signal signal = new Signal();
  private volatile SinkRows.Standing standing = new SinkRows.Standing(Duration.ZERO, 0);
  private Optional<Lease> lease = Optional.empty();
  private Instant renewedAt = Instant.MIN;
  private Instant lookedAt = Instant.MIN;
  private volatile boolean running;
  private @Nullable Thread thread;

  SinkWorker(
      Leases leases, Scopes scopes, SinkRows sinks, SinkStreams streams, InstantSource clock) {
    this.leases = leases;
    this.scopes = scopes;
    this.sinks = sinks;
    this.streams = streams;
    this.clock = clock;
  }

  @org.springframework.beans.factory.annotation.Autowired
  void measure(MeterRegistry meters) {
    Gauge.builder("meridian.audit.sinks.lag", () -> standing.lag().toMillis() / 1000.0)
        .description("Seconds that the oldest audit event waits for the slowest sink")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("meridian.audit.sinks.retrying", () -> standing.retrying())
        .description("Audit sinks whose last delivery failed")
        .register(meters);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("audit-sinks").start(this::loop);
  }

  private void loop() {
    while (running) {
      Duration pause = ASIDE;
      try {
        pause = round();
      } catch (RuntimeException e) {
        log.warn("Streaming audit logs failed, trying again in {}: {}", ASIDE, e.toString());
      }
      signal.awaitQuietly(pause);
    }
    streams.end(HELD);
    giveBack();
  }

  /** How long to wait before the next one. */
  private Duration round() {
    hold();
    Instant now = clock.instant();
    boolean look = !now.isBefore(lookedAt.plus(LOOK));
    if (look) {
      lookedAt = now;
      standing = scopes.asSystem(SystemJob.AUDIT, () -> sinks.standing(now));
    }
    if (lease.isEmpty()) {
      streams.end(Duration.ZERO);
      return ASIDE;
    }
    streams.keepOnly(running -> scopes.asSystem(SystemJob.AUDIT, () -> sinks.present(running)));
    List<Key> due =
        scopes.asSystem(
            SystemJob.AUDIT,
            () -> {
              if (look) {
                sinks.skipForeign();
              }
              return sinks.due(now);
            });
    streams.start(due);
    return POLL;
  }

  private void hold() {
    Instant now = clock.instant();
    if (lease.isPresent() && now.isBefore(renewedAt.plus(RENEWED))) {
      return;
    }
    if (lease.isEmpty() || !leases.renew(lease.get(), HELD)) {
      lease = leases.acquire(LEASE, HELD);
    }
    renewedAt = now;
  }

  private void giveBack() {
    try {
      lease.ifPresent(leases::release);
    } catch (RuntimeException e) {
      log.info("The lease of the audit sinks runs out by itself: {}", e.toString());
    }
  }

  @Override
  public void stop() {
    running = false;
    signal.raise();
    Thread started = thread;
    if (started != null) {
      try {
        // The database is to be there for what is under way.
        started.join(HELD.multipliedBy(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
