package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import dev.meridian.controlplane.platform.KeptLease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Loop;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Keeps the streams going: one replica at a time, by lease; another one goes on within seconds
 * after a kill. {@code meridian.audit.sinks.lag} is how long the oldest event waits for the slowest
 * sink, {@code meridian.audit.sinks.retrying} how many sinks fail, as each replica sees it.
 */
@Component
class SinkWorker extends Loop {
  private static final Duration LAST_DELIVERIES = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration ASIDE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final KeptLease lease;
  private final Scopes scopes;
  private final SinkRows sinks;
  private final SinkStreams streams;
  private final InstantSource clock;
  private volatile SinkRows.Standing standing = new SinkRows.Standing(Duration.ZERO, 0);
  private Instant lookedAt = Instant.MIN;

  SinkWorker(
      Leases leases, Scopes scopes, SinkRows sinks, SinkStreams streams, InstantSource clock) {
    super("audit-sinks");
    this.lease = new KeptLease(leases, "audit-sinks");
    this.scopes = scopes;
    this.sinks = sinks;
    this.streams = streams;
    this.clock = clock;
  }

  @Autowired
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
  protected Duration round() {
    boolean mine = lease.hold().isPresent();
    Instant now = clock.instant();
    boolean look = !now.isBefore(lookedAt.plus(LOOK));
    if (look) {
      lookedAt = now;
      standing = scopes.asSystem(SystemJob.AUDIT, () -> sinks.standing(now));
    }
    if (!mine) {
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

  @Override
  protected void ended() {
    streams.end(LAST_DELIVERIES);
    lease.giveBack();
  }
}
