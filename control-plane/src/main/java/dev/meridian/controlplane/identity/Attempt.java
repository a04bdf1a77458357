package dev.meridian.controlplane.identity;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A try at a secret: refused, or under way until it is closed. */
final class Attempt implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final FailedAttempts.Door door;
  private final Optional<Bucket> account;
  private final Optional<Bucket> address;
  private final Optional<Duration> wait;
  private boolean failed;

  private Attempt(
      FailedAttempts.Door door,
      Optional<Bucket> account,
      Optional<Bucket> address,
      Optional<Duration> wait) {
    this.door = door;
    this.account = account;
    this.address = address;
    this.wait = wait;
  }

  static Attempt begin(
      FailedAttempts.Door door, Optional<Bucket> account, Optional<Bucket> address) {
    Optional<Duration> wait = taken(door, "account", account);
    if (wait.isEmpty()) {
      wait = taken(door, "address", address);
      if (wait.isPresent()) {
        account.ifPresent(bucket -> bucket.addTokens(1));
      }
    }
    return new Attempt(door, account, address, wait);
  }

  private static Optional<Duration> taken(
      FailedAttempts.Door door, String by, Optional<Bucket> bucket) {
    if (bucket.isEmpty()) {
      return Optional.empty();
    }
    ConsumptionProbe probe = bucket.get().tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return Optional.empty();
    }
    Metrics.counter("meridian.attempts.refused", "door", door.key(), "by", by).increment();
    return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** How long to wait, in whole seconds and at least one, when it is refused. */
  Optional<Duration> refusedFor() {
    return wait.map(time -> Duration.ofSeconds(time.plusMillis(999).toSeconds()));
  }

  /** The secret was wrong: the try counts. */
  void failed() {
    if (!failed && account.filter(bucket -> bucket.getAvailableTokens() == 0).isPresent()) {
      log.warn("Too many tries failed for one account ({}); more are refused", door.key());
    }
    failed = true;
  }

  /** The secret was right: what failed for this account before was its owner's slip. */
  void succeeded() {
    account.ifPresent(Bucket::reset);
  }

  @Override
  public void close() {
    if (wait.isEmpty() && !failed) {
      account.ifPresent(bucket -> bucket.addTokens(1));
      address.ifPresent(bucket -> bucket.addTokens(1));
    }
  }
}
