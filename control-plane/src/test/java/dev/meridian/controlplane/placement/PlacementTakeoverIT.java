package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Writers that lose their lease, are killed, or meet: nothing half written, nothing twice. */
class PlacementTakeoverIT extends PlacementTestBase {
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
                      .until(PlacementTakeoverIT::killsWhoWaitsForALock);
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
