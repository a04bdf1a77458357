package dev.meridian.controlplane.keycloak;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Loop;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.directory.SyncPlan;
import dev.meridian.tenancy.directory.SyncRecord;
import dev.meridian.tenancy.directory.SyncStanding;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronises again and again, on one replica at a time, and asks more often who is disabled.
 * While Keycloak is away the waits grow to {@link #LONGEST_WAIT}; nothing else waits with it.
 */
final class KeycloakRounds extends Loop {
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 5;
  private static final Logger log = LoggerFactory.getLogger(KeycloakRounds.class);

  private final KeycloakSync sync;
  private final SyncRecord standing;
  private final Leases leases;
  private final InstantSource clock;
  private Instant disabledAsked = Instant.MIN;

  KeycloakRounds(KeycloakSync sync, SyncRecord standing, Leases leases, InstantSource clock) {
    super("keycloak-rounds");
    this.sync = sync;
    this.standing = standing;
    this.leases = leases;
    this.clock = clock;
  }

  /** A synchronisation that somebody asked for; empty while another one runs. */
  Optional<SyncPlan> now(boolean manyMayGo) {
    return alone(lease -> recorded(manyMayGo));
  }

  @Override
  protected Duration round() {
    try {
      synchronise();
    } catch (KeycloakException | TenancyException e) {
      log.warn("Not synchronised with Keycloak, tried again later: {}", e.getMessage());
    }
    return TICK;
  }

  private void synchronise() {
    Instant now = clock.instant();
    Optional<SyncStanding> last = standing.read();
    boolean due = last.isEmpty() || !now.isBefore(last.get().nextAt());
    if (due && isSynchronised()) {
      return;
    }
    // Asked also while the rounds fail, and while the lease of a killed replica has not run out.
    if (!now.isBefore(disabledAsked.plus(sync.settings().disabledInterval()))) {
      disabledAsked = now;
      sync.takeAccess();
    }
  }

  /** False when another one does it, or it failed; that is written down then. */
  private boolean isSynchronised() {
    try {
      return alone(lease -> recorded(false)).isPresent();
    } catch (KeycloakException | TenancyException e) {
      log.warn("Not synchronised with Keycloak, tried again later: {}", e.getMessage());
      return false;
    }
  }

  private SyncPlan recorded(boolean manyMayGo) {
    try {
      SyncPlan plan = sync.run(manyMayGo);
      Instant now = clock.instant();
      standing.succeeded(
          now,
          plan.differences().size(),
          plan.withheld().size(),
          now.plus(sync.settings().interval()));
      Metrics.counter("meridian.identity.sync.runs", "result", "done").increment();
      Metrics.counter("meridian.identity.sync.changes").increment(plan.differences().size());
      return plan;
    } catch (KeycloakException | TenancyException e) {
      failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException unforeseen) {
      failed("It failed inside of Meridian; the log of the control plane says why.");
      throw unforeseen;
    }
  }

  private void failed(String reason) {
    Instant now = clock.instant();
    Instant next = now.plus(wait(standing.read().map(SyncStanding::failures).orElse(0)));
    standing.failed(now, reason, next);
    Metrics.counter("meridian.identity.sync.runs", "result", "failed").increment();
  }

  /** The wait after one more failure. */
  static Duration wait(int failuresBefore) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private <T> Optional<T> alone(Function<Lease, T> work) {
    Optional<Lease> lease = leases.acquire("identity-sync", LEASE);
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.apply(lease.get()));
    } finally {
      leases.release(lease.get());
    }
  }
}
