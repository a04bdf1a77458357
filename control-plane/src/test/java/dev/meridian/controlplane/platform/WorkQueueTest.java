package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkQueueTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<UUID> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch entered = new CountDownLatch(1);
  private Wakeups wakeups;
  private WorkQueue queue;
  private Worker worker;
  private UUID tenant;

  private final class Recorder implements WorkHandler {
    @Override
    public String kind() {
      return "thing";
    }

    @Override
    public void work(UUID of, UUID key) {
      if (!of.equals(tenant)) {
        // Left over by another test of this class.
        return;
      }
      if (failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new IllegalStateException("the handler fails as the test asked");
      }
      entered.countDown();
      try {
        if (!gate.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the test never opened the gate");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      done.add(key);
    }
  }

  @BeforeEach
  void start() {
    tenant = database.tenant("t" + Ids.next().toString().substring(24));
    wakeups = new Wakeups(database.get(DedicatedConnections.class));
    queue = new WorkQueue(database.jdbc(), wakeups);
    worker =
        new Worker(
            database.scopes(),
            database.jdbc(),
            wakeups,
            new Leases(database.scopes(), database.jdbc()),
            new SimpleMeterRegistry(),
            List.of(new Recorder()));
    wakeups.start();
    worker.start();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    worker.stop();
    wakeups.stop();
  }

  private void enqueue(UUID key) {
    database.scopes().inTenant(tenant, () -> queue.enqueue(Lane.VERB, "thing", tenant, key));
  }

  private long open() {
    return database
        .scopes()
        .asSystem(
            SystemJob.WORK_QUEUE,
            () ->
                database
                    .jdbc()
                    .sql("select count(*) from work_item where tenant_id = ? and seen > done")
                    .param(tenant)
                    .query(Long.class)
                    .single());
  }

  @Test
  void worksOnWhatWasEnqueuedAndIsDoneWithIt() {
    UUID key = Ids.next();
    enqueue(key);
    await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly(key));
    await().atMost(SOON).untilAsserted(() -> assertThat(open()).isZero());
  }

  @Test
  void manyWakeUpsOfOneKeyAreOneRow() {
    gate = new CountDownLatch(1);
    UUID key = Ids.next();
    for (int i = 0; i < 20; i++) {
      enqueue(key);
    }
    assertThat(open()).isEqualTo(1);
  }

  @Test
  void wakeUpDuringTheWorkIsNotLost() throws InterruptedException {
    gate = new CountDownLatch(1);
    UUID key = Ids.next();
    enqueue(key);
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    enqueue(key);
    gate.countDown();
    await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly(key, key));
  }

  @Test
  void rolledBackTransactionEnqueuesNothing() {
    UUID key = Ids.next();
    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .inTenant(
                        tenant,
                        () -> {
                          queue.enqueue(Lane.VERB, "thing", tenant, key);
                          throw new IllegalArgumentException("changed its mind");
                        }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(open()).isZero();
  }

  @Test
  void failedWorkIsTriedAgainAfterABackOff() {
    failuresLeft.set(2);
    UUID key = Ids.next();
    enqueue(key);
    await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly(key));
  }

  @Test
  void workForLaterWaitsForItsTime() {
    UUID later = Ids.next();
    database
        .scopes()
        .inTenant(
            tenant,
            () ->
                queue.enqueueAt(
                    Lane.SWEEP, "thing", tenant, later, Instant.now().plus(Duration.ofHours(1))));
    UUID now = Ids.next();
    enqueue(now);
    await().atMost(SOON).untilAsserted(() -> assertThat(done).contains(now));
    assertThat(done).doesNotContain(later);
    assertThat(open()).isEqualTo(1);
  }

  @Test
  void enqueueingOutsideOfATransactionIsRefused() {
    assertThatThrownBy(() -> queue.enqueue(Lane.VERB, "thing", tenant, Ids.next()))
        .isInstanceOf(IllegalStateException.class);
  }
}
