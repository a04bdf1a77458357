package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.KeptLease;
import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Loop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Keeps the chains going: one replica at a time, by lease; another one goes on within seconds after
 * a kill. {@code meridian.audit.chain.lag} is how long the oldest unchained event has waited, as
 * each replica sees it.
 */
@Component
class AuditChainer extends Loop {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASIDE = Duration.ofSeconds(1);
  private static final Duration ANCHOR_CHECK = Duration.ofMinutes(1);

  private final KeptLease lease;
  private final ChainAppender appender;
  private final AnchorMaker anchors;
  private final InstantSource clock;
  private final AtomicLong lag = new AtomicLong();
  private Instant anchorsCheckedAt = Instant.MIN;

  AuditChainer(
      Leases leases,
      ChainAppender appender,
      AnchorMaker anchors,
      InstantSource clock,
      MeterRegistry meters) {
    super("audit-chainer");
    this.lease = new KeptLease(leases, "audit-chain");
    this.appender = appender;
    this.anchors = anchors;
    this.clock = clock;
    Gauge.builder("meridian.audit.chain.lag", lag, millis -> millis.get() / 1000.0)
        .description("Seconds that the oldest audit event waits for its chain")
        .baseUnit("seconds")
        .register(meters);
  }

  @Override
  protected Duration round() {
    Optional<Lease> held = lease.hold();
    if (held.isEmpty()) {
      lag.set(appender.lag().toMillis());
      return ASIDE;
    }
    try {
      return append(held.get()) ? Duration.ZERO : POLL;
    } catch (LostLeaseException e) {
      lease.lost();
      return ASIDE;
    }
  }

  /** True when there is more to append. */
  private boolean append(Lease held) {
    // An idle look reads only; appending locks the lease's row.
    Duration waits = appender.lag();
    boolean more = !waits.isZero() && appender.append(held) == ChainAppender.BATCH;
    lag.set((waits.isZero() ? waits : appender.lag()).toMillis());
    Instant now = clock.instant();
    if (!more && !now.isBefore(anchorsCheckedAt.plus(ANCHOR_CHECK))) {
      anchors.makeWhenDue(held);
      anchorsCheckedAt = now;
    }
    return more;
  }

  @Override
  protected void ended() {
    lease.giveBack();
  }
}
