package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Signal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the chains going: one replica at a time, by lease; another one goes on within seconds after
 * a kill. {@code meridian.audit.chain.lag} is how long the oldest unchained event has waited, as
 * each replica sees it.
 */
@Component
class AuditChainer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AuditChainer.class);
  private static final String LEASE = "audit-chain";
  private static final Duration HELD = Duration.ofSeconds(5);
  private static final Duration RENEWED = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASIDE = Duration.ofSeconds(1);
  private static final Duration ANCHOR_CHECK = Duration.ofMinutes(1);

  private final Leases leases;
  private final ChainAppender appender;
  private final AnchorMaker anchors;
  private final InstantSource clock;
  private final AtomicLong lag = new AtomicLong();
  private final Signal signal = new Signal();
  private Optional<Lease> lease = Optional.empty();
  private Instant renewedAt = Instant.MIN;
  private Instant anchorsCheckedAt = Instant.MIN;
  private volatile boolean running;
  private @Nullable Thread thread;

  AuditChainer(
      Leases leases,
      ChainAppender appender,
      AnchorMaker anchors,
      InstantSource clock,
      MeterRegistry meters) {
    this.leases = leases;
    this.appender = appender;
    this.anchors = anchors;
    this.clock = clock;
    Gauge.builder("meridian.audit.chain.lag", lag, millis -> millis.get() / 1000.0)
        .description("Seconds that the oldest audit event waits for its chain")
        .baseUnit("seconds")
        .register(meters);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("audit-chainer").start(this::loop);
  }

  private void loop() {
    while (running) {
      Duration pause = ASIDE;
      try {
        pause = round();
      } catch (LostLeaseException lost) {
        lease = Optional.empty();
      } catch (RuntimeException e) {
        log.warn("Chaining audit events failed, trying again in {}: {}", ASIDE, e.toString());
      }
      if (!pause.isZero()) {
        signal.awaitQuietly(pause);
      }
    }
    giveBack();
  }

  /** How long to wait before the next one. */
  private Duration round() {
    hold();
    if (lease.isEmpty()) {
      lag.set(appender.lag().toMillis());
      return ASIDE;
    }
    Lease held = lease.get();
    // An idle look reads only; appending locks the lease's row.
    Duration waits = appender.lag();
    boolean more = !waits.isZero() && appender.append(held) == ChainAppender.BATCH;
    lag.set((waits.isZero() ? waits : appender.lag()).toMillis());
    Instant now = clock.instant();
    if (!more && !now.isBefore(anchorsCheckedAt.plus(ANCHOR_CHECK))) {
      anchors.makeWhenDue(held);
      anchorsCheckedAt = now;
    }
    return more ? Duration.ZERO : POLL;
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
      log.info("The lease of the audit chains runs out by itself: {}", e.toString());
    }
  }

  @Override
  public void stop() {
    running = false;
    signal.raise();
    Thread started = thread;
    if (started != null) {
      try {
        // The database is to be there for its last transaction.
        started.join(HELD);
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
