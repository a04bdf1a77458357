package dev.meridian.controlplane.federation.link;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Commits reports in groups: while one transaction runs, the reports of all agents queue up and the
 * next transaction takes them all. One writer keeps the order of each agent's reports. A report is
 * acknowledged after its commit and never before; while the database is away nothing is lost,
 * because agents keep what was not acknowledged and their streams wait.
 */
@Component
class StatusIntake {
  private static final Logger log = LoggerFactory.getLogger(StatusIntake.class);
  private static final int CAPACITY = 8192;
  private static final int MOST_AT_ONCE = 500;
  private static final Duration RETRY = Duration.ofMillis(500);

  /** The stream that a report came on. */
  interface Origin {
    /** False when another stream has taken the place of this one. */
    boolean current();

    void acknowledge(Report report);

    /** The report was about what never was this agent's. */
    void foreign(Report report);

    /** The report will never be stored; the stream shall end with the reason. */
    void unstorable(Report report, Throwable reason);
  }

  private record Pending(Report report, Origin origin) {}

  private final StatusStore store;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread writer;
  private volatile boolean running = true;

  StatusIntake(StatusStore store) {
    this.store = store;
    this.writer = Thread.ofVirtual().name("status-intake").start(this::run);
  }

  /** Queues the report; waits while the queue is full. */
  void offer(Report report, Origin origin) throws InterruptedException {
    queue.put(new Pending(report, origin));
  }

  private void run() {
    List<Pending> batch = new ArrayList<>(MOST_AT_ONCE);
    while (running) {
      try {
        Pending first = queue.poll(1, TimeUnit.SECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        store(batch);
      } catch (InterruptedException e) {
        // Only at shutdown; agents send again what was not acknowledged.
        Thread.currentThread().interrupt();
        return;
      } finally {
        batch.clear();
      }
    }
  }

  private void store(List<Pending> batch) throws InterruptedException {
    List<Pending> current = batch.stream().filter(p -> p.origin().current()).toList();
    @Nullable List<StatusStore.Outcome> outcomes = null;
    while (running && outcomes == null && !current.isEmpty()) {
      try {
        outcomes = store.store(current.stream().map(Pending::report).toList());
      } catch (TransientDataAccessException
          | DataAccessResourceFailureException
          | TransactionException e) {
        log.warn(
            "{} reports of agents wait for the database, next try in {}: {}",
            current.size(),
            RETRY,
            e.toString());
        TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
      } catch (RuntimeException e) {
        storeEach(current, e);
        return;
      }
    }
    if (outcomes != null) {
      conclude(current, outcomes);
    }
  }

  /** One report that cannot be stored shall not keep the others of its batch. */
  private void storeEach(List<Pending> batch, RuntimeException failure)
      throws InterruptedException {
    if (batch.size() == 1) {
      Pending only = batch.getFirst();
      log.error("A report of agent {} cannot be stored", only.report().agentId(), failure);
      only.origin().unstorable(only.report(), failure);
      return;
    }
    for (Pending pending : batch) {
      store(List.of(pending));
    }
  }

  private static void conclude(List<Pending> batch, List<StatusStore.Outcome> outcomes) {
    for (int i = 0; i < batch.size(); i++) {
      Pending pending = batch.get(i);
      try {
        switch (outcomes.get(i)) {
          case ACKNOWLEDGE -> pending.origin().acknowledge(pending.report());
          case FOREIGN -> pending.origin().foreign(pending.report());
          case DROP -> {}
        }
      } catch (RuntimeException e) {
        // It is stored; the agent says it again and hears then that it was.
        log.warn("Agent {} could not be answered: {}", pending.report().agentId(), e.toString());
      }
    }
  }

  @PreDestroy
  void stop() {
    running = false;
    writer.interrupt();
  }
}
