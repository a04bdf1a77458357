package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.platform.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The placement writer on a real database. */
class PlacementWriterIT extends PlacementTestBase {
  @Test
  void writesReservationPortsHistoryAndWorkInOneBatch() {
    UUID node = fixture.node("n1", 4);
    UUID instance = fixture.instance(tenant, "web");
    PodAsk pod = fixture.pod(tenant, instance, "web", 0, 2);
    ask(instance, false, pod);
    batch(lease()).run();

    PodPlacement placement = ((Decision.Placed) decision(instance)).pods().getFirst();
    assertThat(placement.nodeId()).isEqualTo(node);
    assertThat(placement.ports()).containsExactly(new PlacedPort("server", "http", 20_000));
    assertThat(decision(instance).explanation().summary()).contains("web-0 on n1");
    assertThat(
            fixture.count(
                "select cpu_millis from reservation where pod_id = ? and node_id = ?",
                pod.podId(),
                node))
        .isEqualTo(2_000);
    assertThat(fixture.read(Integer.class, "select port from port_reservation"))
        .containsExactly(20_000);
    assertThat(
            fixture.read(
                String.class,
                "select transition || ' ' || instance_name || ' ' || package_name || ' ' || pod_name"
                    + " || ' ' || cpu_millis from pod_transition where pod_id = ?",
                pod.podId()))
        .containsExactly("RESERVED web web web-0 2000");
    assertThat(fixture.read(String.class, "select kind from work_item where key = ?", instance))
        .containsExactly("instance");
  }

  @Test
  void givesPortsAndCapacityBackAndThenPlacesWhoWaits() {
    fixture.node("n1", 2);
    UUID first = fixture.instance(tenant, "first");
    PodAsk firstPod = fixture.pod(tenant, first, "web", 0, 2);
    UUID second = fixture.instance(tenant, "second");
    PodAsk secondPod = fixture.pod(tenant, second, "web", 0, 2);
    ask(first, false, firstPod);
    PlacementBatch batch = batch(lease());
    batch.run();
    ask(second, true, secondPod);
    batch.run();
    assertThat(decision(second)).isInstanceOf(Decision.Refused.class);
    assertThat(decision(second).explanation().summary()).contains("asked 2 CPUs, free 0");

    release(first, firstPod);
    assertThat(batch.run()).as("waiting asks are tried again").isTrue();
    batch.run();
    assertThat(((Decision.Placed) decision(second)).pods().getFirst().ports())
        .containsExactly(new PlacedPort("server", "http", 20_000));
    assertThat(
            fixture.read(
                String.class,
                "select transition from pod_transition where pod_id = ? order by id",
                firstPod.podId()))
        .containsExactly("RESERVED", "RELEASED");
  }

  @Test
  void refusesAtOnceWhatMayNotWait() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "huge");
    ask(instance, false, fixture.pod(tenant, instance, "web", 0, 3));
    batch(lease()).run();
    assertThat(decision(instance)).isInstanceOf(Decision.Refused.class);
    assertThat(fixture.read(String.class, "select state from placement_request"))
        .containsExactly("REFUSED");
    assertThat(fixture.count("select count(*) from reservation")).isZero();
  }

  @Test
  void triesWaitingAsksAgainWhenANodeJoins() {
    UUID instance = fixture.instance(tenant, "early");
    ask(instance, true, fixture.pod(tenant, instance, "web", 0, 1));
    PlacementBatch batch = batch(lease());
    batch.run();
    assertThat(decision(instance).explanation().summary()).contains("no node has joined");
    fixture.node("n1", 2);
    batch.run();
    assertThat(decision(instance)).isInstanceOf(Decision.Placed.class);
  }

  @Test
  void keepsWhyAnAskWasRefusedAtFirstHoweverOftenItIsTriedAgain() {
    UUID instance = fixture.instance(tenant, "patient");
    ask(instance, true, fixture.pod(tenant, instance, "web", 0, 2));
    PlacementBatch batch = batch(lease());
    batch.run();
    assertThat(decision(instance).explanation().first()).isNull();
    String first = decision(instance).explanation().summary();
    fixture.node("small", 1);
    batch.run();
    assertThat(decision(instance).explanation().summary()).isNotEqualTo(first);
    fixture.node("large", 4);
    batch.run();
    assertThat(decision(instance)).isInstanceOf(Decision.Placed.class);
    assertThat(decision(instance).explanation().first())
        .extracting(Explanation.Refusal::summary)
        .isEqualTo(first);
  }

  @Test
  void askThatWasAcceptedBeforeItsDecisionIsKeptWhenItDoesNotFit() {
    UUID instance = fixture.instance(tenant, "accepted");
    ask(instance, false, fixture.pod(tenant, instance, "web", 0, 1));
    assertThat(allowWaiting(instance)).isTrue();
    batch(lease()).run();
    assertThat(fixture.read(String.class, "select state from placement_request"))
        .containsExactly("OPEN");
  }

  @Test
  void refusedAskCannotBeMadeToWaitAfterwards() {
    UUID instance = fixture.instance(tenant, "late");
    ask(instance, false, fixture.pod(tenant, instance, "web", 0, 1));
    batch(lease()).run();
    assertThat(allowWaiting(instance)).isFalse();
  }

  @Test
  void placesAPodAnewThatIsReleasedAndAskedForInOneTransaction() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "moved");
    PodAsk pod = fixture.pod(tenant, instance, "web", 0, 1);
    ask(instance, false, pod);
    PlacementBatch batch = batch(lease());
    batch.run();
    database
        .scopes()
        .inTenant(
            tenant,
            () -> {
              release(instance, pod);
              ask(instance, false, pod);
            });
    batch.run();
    assertThat(fixture.count("select count(*) from reservation")).isEqualTo(1);
    assertThat(
            fixture.read(
                String.class,
                "select transition from pod_transition where pod_id = ? order by id",
                pod.podId()))
        .containsExactly("RESERVED", "RELEASED", "RESERVED");
  }

  @Test
  void forgetsAnOpenAskWhosePodsAreReleased() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "gone");
    PodAsk pod = fixture.pod(tenant, instance, "web", 0, 1);
    ask(instance, false, pod);
    release(instance, pod);
    batch(lease()).run();
    assertThat(fixture.count("select count(*) from reservation")).isZero();
    assertThat(fixture.read(String.class, "select state from placement_request"))
        .containsExactly("WITHDRAWN");
  }

  @Test
  void keepsPlacingOthersWhenAnAskNamesPodsThatAreNotRows() {
    fixture.node("n1", 2);
    UUID broken = fixture.instance(tenant, "broken");
    ask(broken, false, World.pod("web", 0, 1, ""));
    UUID sound = fixture.instance(tenant, "sound");
    ask(sound, false, fixture.pod(tenant, sound, "web", 0, 1));
    batch(lease()).run();
    assertThat(decision(broken).explanation().summary()).contains("does not have");
    assertThat(decision(sound)).isInstanceOf(Decision.Placed.class);
  }

  @Test
  void loadsAfterARestartWhatItHadBefore() {
    fixture.node("n1", 4);
    UUID instance = fixture.instance(tenant, "web");
    ask(
        instance,
        false,
        fixture.pod(tenant, instance, "web", 0, 1),
        fixture.pod(tenant, instance, "web", 1, 2));
    Lease lease = lease();
    PlacementBatch before = batch(lease);
    before.run();
    PlacementBatch after = batch(lease);
    assertThat(Set.copyOf(after.topology().pods())).isEqualTo(Set.copyOf(before.topology().pods()));
    ReservationSweep sweep = replica.getBean(ReservationSweep.class);
    assertThat(sweep.compare(lease, after.topology())).isEmpty();
    fixture.write("update reservation set cpu_millis = cpu_millis + 1");
    assertThat(sweep.compare(lease, after.topology()).toString()).contains("node n1");
  }

  @Test
  void dryRunAnswersLikeTheWriterAndReservesNothing() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "dry");
    PlacementAsk ask =
        new PlacementAsk(
            PlacementPolicy.anywhere(), List.of(fixture.pod(tenant, instance, "web", 0, 1)));
    Explanation dry = database.scopes().inTenant(tenant, () -> requests.dryRun(tenant, ask));
    assertThat(dry.decided()).isTrue();
    assertThat(fixture.count("select count(*) from reservation")).isZero();
    ask(instance, false, ask.pods().getFirst());
    batch(lease()).run();
    assertThat(decision(instance).explanation().pods()).isEqualTo(dry.pods());
  }

  @Test
  void answersWithinTwoSeconds() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "quick");
    PodAsk pod = fixture.pod(tenant, instance, "web", 0, 1);
    try (AnnotationConfigApplicationContext writer = fixture.replica(true)) {
      assertThat(writer.getBean(PlacementWriter.class).isRunning()).isTrue();
      PlacementRequests ofWriter = writer.getBean(PlacementRequests.class);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> fixture.count("select count(*) from lease where expires_at > now()") == 1);
      PlacementAsk ask = new PlacementAsk(PlacementPolicy.anywhere(), List.of(pod));
      database.scopes().inTenant(tenant, () -> ofWriter.ask(tenant, instance, ask));
      await()
          .atMost(Duration.ofSeconds(2))
          .until(
              () ->
                  database
                      .scopes()
                      .inTenant(tenant, () -> ofWriter.decision(tenant, instance))
                      .isPresent());
    }
  }
}
