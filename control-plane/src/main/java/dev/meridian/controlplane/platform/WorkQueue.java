package dev.meridian.controlplane.platform;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The durable work queue. It holds keys, not messages: one row per key whatever the number of
 * wake-ups. Keys of one transaction are written at its end in sorted order, so that two
 * transactions with the same keys never wait for each other crosswise.
 */
@Component
public class WorkQueue {
  static final String CHANNEL = "work";

  private final JdbcClient jdbc;
  private final Wakeups wakeups;

  WorkQueue(JdbcClient jdbc, Wakeups wakeups) {
    this.jdbc = jdbc;
    this.wakeups = wakeups;
  }

  /** Asks for work on the key, as part of the current transaction. */
  public void enqueue(Lane lane, String kind, UUID tenant, UUID key) {
    enqueueAt(lane, kind, tenant, key, null);
  }

  /**
   * Asks for work on the key not before a time.
   *
   * @param notBefore null: at once. An earlier time that was asked for already stays.
   */
  public void enqueueAt(
      Lane lane, String kind, UUID tenant, UUID key, @Nullable Instant notBefore) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("Work is enqueued in the transaction that makes it");
    }
    Batch.ofTransaction(this).add(new Entry(lane, kind, tenant, key, notBefore));
  }

  private record Entry(Lane lane, String kind, UUID tenant, UUID key, @Nullable Instant notBefore) {
    /** The more urgent of two asks for the same key. */
    Entry merge(Entry other) {
      Lane urgent = lane.compareTo(other.lane) <= 0 ? lane : other.lane;
      Instant first =
          notBefore == null || other.notBefore == null
              ? null
              : notBefore.isBefore(other.notBefore) ? notBefore : other.notBefore;
      return new Entry(urgent, kind, tenant, key, first);
    }
  }

  private static final class Batch implements TransactionSynchronization {
    private record Key(String kind, UUID key) {}

    private final WorkQueue queue;
    private final TreeMap<Key, Entry> entries =
        new TreeMap<>(Comparator.comparing(Key::kind).thenComparing(Key::key));

    private Batch(WorkQueue queue) {
      this.queue = queue;
    }

    static Batch ofTransaction(WorkQueue queue) {
      for (TransactionSynchronization s :
          List.copyOf(TransactionSynchronizationManager.getSynchronizations())) {
        if (s instanceof Batch batch && batch.queue == queue) {
          return batch;
        }
      }
      Batch batch = new Batch(queue);
      TransactionSynchronizationManager.registerSynchronization(batch);
      return batch;
    }

    void add(Entry entry) {
      entries.merge(new Key(entry.kind(), entry.key()), entry, Entry::merge);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      entries.values().forEach(queue::write);
      queue.wakeups.notifyAfterCommit(CHANNEL);
    }
  }

  private void write(Entry entry) {
    jdbc.sql(
            """
            insert into work_item as w (lane, kind, key, tenant_id, not_before)
            values (:lane, :kind, :key, :tenant, coalesce(cast(:at as timestamptz), '-infinity'))
            on conflict (kind, key) do update
            set seen = w.seen + 1,
                lane = case when w.seen = w.done then excluded.lane
                            when 'verb' in (w.lane, excluded.lane) then 'verb'
                            when 'status' in (w.lane, excluded.lane) then 'status'
                            else 'sweep' end,
                not_before = case when w.seen = w.done then excluded.not_before
                                  else least(w.not_before, excluded.not_before) end
            """)
        .param("lane", entry.lane().column())
        .param("kind", entry.kind())
        .param("key", entry.key())
        .param("tenant", entry.tenant())
        .param("at", entry.notBefore() == null ? null : entry.notBefore().atOffset(ZoneOffset.UTC))
        .update();
  }
}
