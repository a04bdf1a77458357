package dev.meridian.controlplane.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A lease that one loop keeps from round to round, so that one replica at a time does its work and
 * another one goes on within {@link #HELD} after a kill. For the loop's own thread alone.
 */
public final class KeptLease {
  static final Duration HELD = Duration.ofSeconds(5);
  private static final Duration RENEWED = Duration.ofSeconds(1);

  private final Leases leases;
  private final String name;
  private final LongSupplier nanos;
  private Optional<Lease> lease = Optional.empty();
  private long renewedAt;

  public KeptLease(Leases leases, String name) {
    this(leases, name, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back: a lease that is believed in longer than it holds
   *     would be kept by two
   */
  KeptLease(Leases leases, String name, LongSupplier nanos) {
    this.leases = leases;
    this.name = name;
    this.nanos = nanos;
  }

  /** The lease, taken or renewed when that is due; empty while another replica has it. */
  public Optional<Lease> hold() {
    long now = nanos.getAsLong();
    if (lease.isPresent() && now - renewedAt < RENEWED.toNanos()) {
      return lease;
    }
    if (lease.isEmpty() || !leases.renew(lease.get(), HELD)) {
      lease = Optional.empty();
      lease = leases.acquire(name, HELD);
    }
    renewedAt = now;
    return lease;
  }

  /** A writer found that the lease is another's by now. */
  public void lost() {
    lease = Optional.empty();
  }

  /** Gives the lease back at the end; where that fails it runs out by itself. */
  public void giveBack() {
    Optional<Lease> held = lease;
    lease = Optional.empty();
    held.ifPresent(leases::release);
  }
}
