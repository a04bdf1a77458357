package dev.meridian.controlplane.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

class EventFeedTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private Wakeups wakeups;
  private Events events;
  private EventFeed feed;
  private UUID tenant;

  @BeforeEach
  void start() {
    tenant = database.tenant("t" + Ids.next().toString().substring(24));
    wakeups = new Wakeups(database.get(DedicatedConnections.class));
    events =
        new Events(database.jdbc(), JsonMapper.builder().build(), wakeups, InstantSource.system());
    feed = new EventFeed(database.scopes(), database.jdbc(), wakeups);
    wakeups.start();
    feed.start();
    feed.add(event -> seen.add(event.subject()));
    // The feed begins with what is written after its start.
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              publish("probe");
              assertThat(seen).contains("probe");
            });
    seen.removeIf(subject -> true);
  }

  @AfterEach
  void stop() {
    feed.stop();
    wakeups.stop();
  }

  private void publish(String subject) {
    database.scopes().inTenant(tenant, () -> events.publish(tenant, "instance", subject, Map.of()));
  }

  private List<String> seenButProbes() {
    return seen.stream().filter(s -> !s.equals("probe")).toList();
  }

  @Test
  void givesEventsInTheOrderOfTheirTransactions() {
    publish("a");
    publish("b");
    publish("c");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(seenButProbes()).containsExactly("a", "b", "c"));
  }

  @Test
  void countsTransactionsAsNumbersAndNotAsText() {
    List<String> numbers = List.of("8", "9", "10", "99", "100");
    for (String number : numbers) {
      database
          .scopes()
          .inTenant(
              tenant,
              () ->
                  database
                      .jdbc()
                      .sql(
                          """
                          insert into event (xid, id, tenant_id, at, type, subject)
                          values (cast(? as xid8), ?, ?, now(), 'instance', ?)
                          """)
                      .params(number, Ids.next(), tenant, number)
                      .update());
    }

    assertThat(
            feed.between(
                new FeedPosition("7", new UUID(0, 0)), new FeedPosition("101", new UUID(0, 0))))
        .extracting(EventFeed.Event::subject)
        .containsExactlyElementsOf(numbers);
  }

  @Test
  void losesNothingThatCommitsLate() throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Thread late =
        Thread.ofVirtual()
            .start(
                () ->
                    database
                        .scopes()
                        .inTenant(
                            tenant,
                            () -> {
                              events.publish(tenant, "instance", "late", Map.of());
                              written.countDown();
                              waitFor(commit);
                            }));
    assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
    publish("early");
    commit.countDown();
    late.join();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(seenButProbes()).containsExactly("late", "early"));
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never let go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
