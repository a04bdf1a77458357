package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What goes wrong beside placement itself: a row that cannot be read, a stop at a bad moment. */
class PlacementFaultsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private PlacementFixture fixture;
  private UUID tenant;

  @BeforeEach
  void start() {
    fixture = new PlacementFixture(database);
    tenant = database.tenants().lookUp("org").orElseGet(this::org).id();
    fixture.write("update lease set expires_at = '-infinity'");
  }

  private dev.meridian.tenancy.Tenant org() {
    return database.tenants().get(database.tenant("org"));
  }

  private UUID ask(PlacementRequests requests, String name) {
    UUID instance = fixture.instance(tenant, name);
    PodAsk pod = fixture.pod(tenant, instance, name, 0, 1);
    PlacementAsk ask = new PlacementAsk(PlacementPolicy.anywhere(), List.of(pod), Set.of(), true);
    database.scopes().inTenant(tenant, () -> requests.ask(tenant, instance, ask));
    return instance;
  }

  private Decision decision(PlacementRequests requests, UUID instance) {
    return database
        .scopes()
        .inTenant(tenant, () -> requests.decision(tenant, instance))
        .orElseThrow();
  }

  @Test
  void setsARequestAsideThatCannotBeReadAndPlacesTheOthers() {
    fixture.node("n1", 4);
    try (AnnotationConfigApplicationContext replica = fixture.replica(false)) {
      PlacementRequests requests = replica.getBean(PlacementRequests.class);
      UUID broken = ask(requests, "broken");
      UUID sound = ask(requests, "sound");
      fixture.write(
          "update placement_request set wanted = '[{\"podId\": 7}]' where instance_id = ?", broken);

      PlacementBatch.load(
              replica.getBean(PlacementBatch.Parts.class),
              replica
                  .getBean(Leases.class)
                  .acquire("placement", Duration.ofMinutes(1))
                  .orElseThrow())
          .run();

      assertThat(decision(requests, sound)).isInstanceOf(Decision.Placed.class);
      assertThat(decision(requests, broken)).isInstanceOf(Decision.Refused.class);
      assertThat(decision(requests, broken).explanation().summary())
          .contains("the stored placement request cannot be read", "install it again");
      assertThat(
              fixture.read(
                  String.class,
                  "select state from placement_request where instance_id = ?",
                  broken))
          .containsExactly("REFUSED");
      assertThat(
              fixture.read(
                  UUID.class, "select key from work_item where key in (?, ?)", broken, sound))
          .containsExactlyInAnyOrder(broken, sound);
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void saysInOneLineThatItWasStoppedInTheMiddleOfABatch(CapturedOutput output)
      throws InterruptedException {
    CountDownLatch inTheBatch = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    try (AnnotationConfigApplicationContext asking = fixture.replica(false);
        AnnotationConfigApplicationContext placing =
            fixture.replica(true, () -> failWhenStopping(inTheBatch, stopping))) {
      PlacementWriter writer = placing.getBean(PlacementWriter.class);
      // A batch without work asks for no moment.
      ask(asking.getBean(PlacementRequests.class), "stopped");
      assertThat(inTheBatch.await(30, TimeUnit.SECONDS)).isTrue();

      Thread stop = Thread.ofVirtual().start(writer::stop);
      await().atMost(Duration.ofSeconds(5)).until(() -> !writer.isRunning());
      stopping.countDown();
      assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    }

    assertThat(output.toString().lines())
        .filteredOn(line -> line.contains("PlacementWriter"))
        .anyMatch(line -> line.contains("in the middle of a batch: java.lang.IllegalState"))
        .noneMatch(line -> line.contains("WARN"))
        .noneMatch(line -> line.startsWith("\tat "));
  }

  /** The moment of a batch is asked for inside of its transaction. */
  private static Instant failWhenStopping(CountDownLatch inTheBatch, CountDownLatch stopping) {
    inTheBatch.countDown();
    try {
      if (!stopping.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never stopped the writer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("the database went away");
  }
}
