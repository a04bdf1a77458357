package dev.meridian.controlplane.platform;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A wake-up that coalesces: raised any number of times, it ends one wait. */
public final class Signal {
  private final Semaphore raised = new Semaphore(0);

  public void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Waits until raised or until the time is over; true when it was raised. */
  public boolean await(Duration atMost) throws InterruptedException {
    boolean woken = raised.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    raised.drainPermits();
    return woken;
  }

  /** Like {@link #await}, for loops that end by a flag and not by interruption. */
  public void awaitQuietly(Duration atMost) {
    try {
      await(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
