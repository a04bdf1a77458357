package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A database, one replica without a running writer, and a tenant that asks for places. */
abstract class PlacementTestBase {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static int tenants;

  PlacementFixture fixture;
  AnnotationConfigApplicationContext replica;
  PlacementRequests requests;
  UUID tenant;

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

  Lease lease() {
    return replica.getBean(Leases.class).acquire("placement", Duration.ofMinutes(1)).orElseThrow();
  }

  PlacementBatch batch(Lease lease) {
    return PlacementBatch.load(replica.getBean(PlacementBatch.Parts.class), lease);
  }

  boolean allowWaiting(UUID instance) {
    return database.scopes().inTenant(tenant, () -> requests.allowWaiting(tenant, instance));
  }

  void ask(UUID instance, boolean allowWaiting, PodAsk... pods) {
    PlacementAsk ask =
        new PlacementAsk(PlacementPolicy.anywhere(), List.of(pods), Set.of(), allowWaiting);
    database.scopes().inTenant(tenant, () -> requests.ask(tenant, instance, ask));
  }

  void release(UUID instance, PodAsk... pods) {
    Set<UUID> ids = new HashSet<>();
    for (PodAsk pod : pods) {
      ids.add(pod.podId());
    }
    database.scopes().inTenant(tenant, () -> requests.release(tenant, instance, ids));
  }

  Decision decision(UUID instance) {
    return database
        .scopes()
        .inTenant(tenant, () -> requests.decision(tenant, instance))
        .orElseThrow();
  }
}
