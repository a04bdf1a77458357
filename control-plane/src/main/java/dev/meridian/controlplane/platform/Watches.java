package dev.meridian.controlplane.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes the requests of this replica that wait for news of one key. What another replica commits
 * wakes nobody here: who waits looks for itself once in a while, too.
 */
@Component
public class Watches {
  private final Map<UUID, List<Signal>> watched = new ConcurrentHashMap<>();

  /** A wait for news of one key. Open it before the first look, so that nothing is missed. */
  public final class Watch implements AutoCloseable {
    private final UUID key;
    private final Signal signal = new Signal();

    private Watch(UUID key) {
      this.key = key;
      watched.compute(
          key,
          (k, others) -> {
            List<Signal> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(signal);
            return all;
          });
    }

    /** Waits for news or until the time is over. */
    public void await(Duration atMost) throws InterruptedException {
      boolean unusedWoken = signal.await(atMost);
    }

    @Override
    public void close() {
      watched.computeIfPresent(
          key,
          (k, all) -> {
            all.remove(signal);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** Begins to watch the key. */
  public Watch watch(UUID key) {
    return new Watch(key);
  }

  /** Wakes who watches the key, after the current transaction has committed. */
  public void newsAfterCommit(UUID key) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            watched.getOrDefault(key, List.of()).forEach(Signal::raise);
          }
        });
  }
}
