package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Signal;
import dev.meridian.controlplane.platform.Wakeups;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one writer of reservations and ports on the whole platform, as long as it holds the lease.
 * Other replicas stand by and try for the lease each second.
 */
@Component
class PlacementWriter implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PlacementWriter.class);

  /** Woken by what changes nodes: an agent that comes, goes or reports other resources. */
  static final String TOPOLOGY_CHANNEL = "topology";

  private static final String LEASE = "placement";
  private static final Duration LEASE_LENGTH = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  private final Leases leases;
  private final Wakeups wakeups;
  private final PlacementBatch.Parts parts;
  private final ReservationSweep sweep;
  private final Signal signal = new Signal();
  private volatile boolean running;
  private @Nullable Thread thread;
  private List<Wakeups.Subscription> subscriptions = List.of();

  PlacementWriter(
      Leases leases, Wakeups wakeups, PlacementBatch.Parts parts, ReservationSweep sweep) {
    this.leases = leases;
    this.wakeups = wakeups;
    this.parts = parts;
    this.sweep = sweep;
  }

  @Override
  public void start() {
    running = true;
    subscriptions =
        List.of(
            wakeups.subscribe(PlacementRequests.CHANNEL, signal::raise),
            wakeups.subscribe(TOPOLOGY_CHANNEL, signal::raise));
    thread = Thread.ofPlatform().name("placement-writer").start(this::loop);
  }

  @Override
  public void stop() {
    running = false;
    signal.raise();
    subscriptions.forEach(Wakeups.Subscription::close);
    Thread last = thread;
    if (last != null) {
      try {
        last.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      try {
        Optional<Lease> lease = leases.acquireOrTakeBack(LEASE, LEASE_LENGTH);
        if (lease.isPresent()) {
          hold(lease.get());
        } else {
          signal.awaitQuietly(POLL);
        }
      } catch (RuntimeException e) {
        if (!running) {
          // The lease runs out by itself.
          log.info("Placement stopped while the database was going away: {}", e.toString());
          return;
        }
        log.warn("Placement cannot work and tries again in {}", POLL, e);
        signal.awaitQuietly(POLL);
      }
    }
  }

  private void hold(Lease lease) {
    log.info("Placement writer took over with fence {}", lease.fence());
    try {
      Turn turn = new Turn(lease);
      while (running && turn.renew()) {
        turn.run();
      }
      log.info("Placement writer with fence {} ends", lease.fence());
    } catch (LeaseLostException e) {
      log.warn("Placement stands by: {}", e.getMessage());
    } finally {
      leases.release(lease);
    }
  }

  /** The time under one lease. */
  private final class Turn {
    private final Lease lease;
    private PlacementBatch batch;
    private long renewed = System.nanoTime();
    private long swept = System.nanoTime();

    Turn(Lease lease) {
      this.lease = lease;
      batch = PlacementBatch.load(parts, lease);
    }

    boolean renew() {
      if (passed(renewed, LEASE_LENGTH.dividedBy(4))) {
        renewed = System.nanoTime();
        return leases.renew(lease, LEASE_LENGTH);
      }
      return true;
    }

    void run() {
      try {
        if (!batch.run()) {
          sweepWhenDue();
          signal.awaitQuietly(POLL);
        }
      } catch (LeaseLostException e) {
        throw e;
      } catch (RuntimeException e) {
        if (!running) {
          // It was rolled back or committed as a whole; the next writer loads what there is.
          log.info("Placement stopped in the middle of a batch: {}", e.toString());
          return;
        }
        // The commit may have happened or not: only the database knows.
        log.warn("A placement batch failed; the model is loaded anew", e);
        Metrics.counter("meridian.placement.reloads", "reason", "failure").increment();
        signal.awaitQuietly(POLL);
        batch = PlacementBatch.load(parts, lease);
      }
    }

    private void sweepWhenDue() {
      if (!passed(swept, SWEEP_EVERY)) {
        return;
      }
      swept = System.nanoTime();
      List<String> differences = sweep.compare(lease, batch.topology());
      if (!differences.isEmpty()) {
        log.error(
            "Placement's model differs from the reservations and is loaded anew: {}", differences);
        Metrics.counter("meridian.placement.reloads", "reason", "difference").increment();
        batch = PlacementBatch.load(parts, lease);
      }
    }

    private static boolean passed(long since, Duration length) {
      return System.nanoTime() - since >= length.toNanos();
    }
  }
}
