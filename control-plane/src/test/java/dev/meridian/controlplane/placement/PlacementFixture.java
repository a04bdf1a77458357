package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.controlplane.platform.Watches;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.IsolationDemands;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rows that placement needs, and replicas that run it, on a test's database. */
final class PlacementFixture {
  private final TestDatabase database;
  private final UUID packageId = World.id("package");

  PlacementFixture(TestDatabase database) {
    this.database = database;
    UUID root = database.tenants().root().id();
    write(
        "insert into package_version values (?, ?, 'web', '1.0', '1', '', '{}', '', '', now(), 'test')",
        root,
        packageId);
  }

  /** A replica of the control plane; with a writer, it works until closed. */
  AnnotationConfigApplicationContext replica(boolean writer) {
    return replica(writer, InstantSource.system());
  }

  /** The same with a clock of its own. */
  AnnotationConfigApplicationContext replica(boolean writer, InstantSource clock) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.registerBean(Scopes.class, database::scopes);
    context.registerBean(JdbcClient.class, database::jdbc);
    context.registerBean(Quotas.class, database::quotas);
    context.registerBean(IsolationDemands.class, () -> database.get(IsolationDemands.class));
    context.registerBean(
        DedicatedConnections.class, () -> database.get(DedicatedConnections.class));
    context.registerBean(InstantSource.class, () -> clock);
    context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    context.register(
        Wakeups.class,
        WorkQueue.class,
        Watches.class,
        Events.class,
        Leases.class,
        PlacementJson.class,
        TopologyLoader.class,
        PlacementStore.class,
        ReservationRows.class,
        PlacementNews.class,
        ReservationSweep.class,
        PlacementConfiguration.class,
        PlacementRequests.class);
    if (writer) {
      context.register(PlacementWriter.class);
    }
    context.refresh();
    return context;
  }

  /** A connected node of so many cores, with ports 20000 to 20009, in a region of its own. */
  UUID node(String name, int size) {
    UUID network = Ids.next();
    write("insert into network values (?, ?)", network, "net");
    UUID region = Ids.next();
    write(
        "insert into region select ?, ?, '', 'on-prem', id, now() from network where name = 'net'",
        region,
        name);
    UUID agent = Ids.next();
    write(
        "insert into agent (id, region_id, public_key, history_epoch, connected, joined_at)"
            + " values (?, ?, uuid_send(?), ?, true, now())",
        agent,
        region,
        agent,
        agent);
    UUID node = Ids.next();
    write(
        """
        insert into node (id, region_id, agent_id, name, zone, runtime, address,
          advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end,
          java_homes, joined_at)
        values (?, ?, ?, ?, 'a', 'process', '127.0.0.1', '127.0.0.1', ?, ?, ?, 20000, 20009,
          '[{"feature":21,"version":"21","home":"/j","vendor":"v"}]', now())
        """,
        node,
        region,
        agent,
        name,
        World.size(size).cpuMillis(),
        World.size(size).memoryBytes(),
        World.size(size).diskBytes());
    return node;
  }

  UUID instance(UUID tenant, String name) {
    UUID instance = Ids.next();
    write(
        """
        insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
          state_reason, state_since, target_configuration, placement, created_at, created_by)
        values (?, ?, ?, ?, ?, 'DEPLOYING', '', now(), 1, '{}', now(), 'test')
        """,
        tenant,
        instance,
        name,
        database.tenants().root().id(),
        packageId);
    return instance;
  }

  /** A row and an ask for one pod of that size with one port. */
  PodAsk pod(UUID tenant, UUID instance, String type, int index, int size) {
    PodAsk pod = World.pod(type, index, size, "", World.dynamic("http"));
    UUID id = Ids.next();
    write(
        """
        insert into pod (tenant_id, id, instance_id, name, type, index, state, reason, since)
        values (?, ?, ?, ?, ?, ?, 'PLANNED', '', now())
        """,
        tenant,
        id,
        instance,
        pod.name(),
        type,
        index);
    return new PodAsk(
        id,
        pod.name(),
        type,
        index,
        pod.amounts(),
        pod.ports(),
        null,
        pod.needs(),
        null,
        List.of());
  }

  void write(String sql, Object... parameters) {
    database
        .scopes()
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> {
              String safe = sql.startsWith("insert") ? sql + " on conflict do nothing" : sql;
              database.jdbc().sql(safe).params(parameters).update();
            });
  }

  <T> List<T> read(Class<T> type, String sql, Object... parameters) {
    return database
        .scopes()
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> database.jdbc().sql(sql).params(parameters).query(type).list());
  }

  long count(String sql, Object... parameters) {
    return read(Long.class, sql, parameters).getFirst();
  }
}
