package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The placement writer on a real database. Slightly long because every rule, those of two writers
 * and of a killed one too, shares its helpers for asking, releasing and running a batch.
 */
class PlacementWriterIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static int tenants;

  private PlacementFixture fixture;
  private AnnotationConfigApplicationContext replica;
  private PlacementRequests requests;
  private UUID tenant;

  @BeforeEach
  void start() {
    fixture = new PlacementFixture(database);
    replica = fixture.replica(false);
    requests = replica.getBean(PlacementRequests.class);
    tenants++;
    tenant = database.tenant("tenant-" + tenants);
  }

  @AfterEach
  void clear() {
    replica.close();
    fixture.write("delete from placement_request");
    fixture.write("delete from placement_release");
    fixture.write("delete from port_reservation");
    fixture.write("delete from reservation");
    fixture.write("delete from node");
    fixture.write("delete from agent");
    fixture.write("delete from region");
    fixture.write("update lease set expires_at = '-infinity'");
    fixture.write("delete from work_item");
  }

  private Lease lease() {
    return replica.getBean(Leases.class).acquire("placement", Duration.ofMinutes(1)).orElseThrow();
  }

  private PlacementBatch batch(Lease lease) {
    return PlacementBatch.load(replica.getBean(PlacementBatch.Parts.class), lease);
  }

  private boolean allowWaiting(UUID instance) {
    return database.scopes().inTenant(tenant, () -> requests.allowWaiting(tenant, instance));
  }

  private void ask(UUID instance, boolean allowWaiting, PodAsk... pods) {
    PlacementAsk ask =
        new PlacementAsk(PlacementPolicy.anywhere(), List.of(pods), Set.of(), allowWaiting);
    database.scopes().inTenant(tenant, () -> requests.ask(tenant, instance, ask));
  }

  private void release(UUID instance, PodAsk... pods) {
    Set<UUID> ids = new HashSet<>();
    for (PodAsk pod : pods) {
      ids.add(pod.podId());
    }
    database.scopes().inTenant(tenant, () -> requests.release(tenant, instance, ids));
  }

  private Decision decision(UUID instance) {
    return database
        .scopes()
        .inTenant(tenant, () -> requests.decision(tenant, instance))
        .orElseThrow();
  }

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
    Explanation dry = database.scopes().inTenant(tenant, () -> requests.dryRun(ask));
    assertThat(dry.decided()).isTrue();
    assertThat(fixture.count("select count(*) from reservation")).isZero();
    ask(instance, false, ask.pods().getFirst());
    batch(lease()).run();
    assertThat(decision(instance).explanation().pods()).isEqualTo(dry.pods());
  }

  @Test
  void aWriterWhoseLeaseWasTakenOverWritesNothing() {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "web");
    PlacementBatch old = batch(lease());
    fixture.write("update lease set expires_at = '-infinity'");
    PlacementBatch young = batch(lease());
    ask(instance, false, fixture.pod(tenant, instance, "web", 0, 2));
    assertThatThrownBy(old::run).isInstanceOf(LeaseLostException.class);
    assertThat(fixture.count("select count(*) from reservation")).isZero();
    young.run();
    assertThat(fixture.count("select count(*) from reservation")).isEqualTo(1);
  }

  @Test
  void aWriterKilledInTheMiddleOfABatchLeavesNothingBehind() throws Exception {
    fixture.node("n1", 2);
    UUID instance = fixture.instance(tenant, "web");
    ask(instance, false, fixture.pod(tenant, instance, "web", 0, 2));
    fixture.write(
        "insert into work_item (lane, kind, key, tenant_id) values ('verb', 'instance', ?, ?)",
        instance,
        tenant);
    PlacementBatch old = batch(lease());
    CompletableFuture<Boolean> killed =
        database
            .scopes()
            .asSystemApart(
                SystemJob.MAINTENANCE,
                () -> {
                  // The batch has written everything when it waits for this row, and then dies.
                  database
                      .jdbc()
                      .sql("select 1 from work_item where key = ? for update")
                      .param(instance)
                      .query(Integer.class)
                      .single();
                  CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(old::run);
                  await()
                      .pollInSameThread()
                      .atMost(Duration.ofSeconds(20))
                      .until(PlacementWriterIT::killsWhoWaitsForALock);
                  return run;
                });
    assertThatThrownBy(killed::get).isInstanceOf(ExecutionException.class);
    assertThat(fixture.count("select count(*) from reservation")).isZero();
    fixture.write("update lease set expires_at = '-infinity'");
    batch(lease()).run();
    assertThat(fixture.count("select count(*) from reservation")).isEqualTo(1);
  }

  private static boolean killsWhoWaitsForALock() {
    database
        .jdbc()
        .sql("select pg_stat_clear_snapshot()::text")
        .query((row, number) -> true)
        .single();
    return database
            .jdbc()
            .sql(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where wait_event_type = 'Lock' and datname = current_database()
                """)
            .query(Long.class)
            .single()
        > 0;
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

  @Test
  void twoWritersWhoseLeaseChangesHandsNeverOvercommit() {
    fixture.node("n1", 5);
    fixture.node("n2", 5);
    List<UUID> instances = new ArrayList<>();
    try (AnnotationConfigApplicationContext one = fixture.replica(true);
        AnnotationConfigApplicationContext two = fixture.replica(true)) {
      assertThat(one.isRunning() && two.isRunning()).isTrue();
      for (int i = 0; i < 20; i++) {
        UUID instance = fixture.instance(tenant, "many-" + i);
        instances.add(instance);
        ask(instance, false, fixture.pod(tenant, instance, "web", 0, 1));
        if (i % 4 == 0) {
          fixture.write("update lease set expires_at = '-infinity'");
        }
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  fixture.count("select count(*) from placement_request where state = 'OPEN'")
                      == 0);
    }
    assertThat(fixture.count("select count(*) from placement_request where state = 'PLACED'"))
        .isEqualTo(10);
    assertThat(
            fixture.count(
                "select count(*) from node n where n.cpu_millis <>"
                    + " (select sum(cpu_millis) from reservation r where r.node_id = n.id)"))
        .isZero();
    assertThat(instances).hasSize(20);
  }
}
