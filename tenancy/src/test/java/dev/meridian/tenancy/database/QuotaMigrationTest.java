package dev.meridian.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database that was made before quotas counted more than pods. */
class QuotaMigrationTest {
  private static final String TENANT = "00000000-0000-7000-8000-000000000001";
  private static final String INSTANCE = "00000000-0000-7000-8000-000000000002";
  private static final String VOLUME = "00000000-0000-7000-8000-000000000003";
  private static final String SECRET = "00000000-0000-7000-8000-000000000004";
  private static final String OTHER = "00000000-0000-7000-8000-000000000005";

  // Two brokers with a volume of their own and one of a set that two tasks share; a tool without.
  private static final String SPEC =
      """
      {"schema": 1, "spec": {"pods": {
        "broker": {"count": 2, "volumes": {"data": {}},
          "resourceSets": {"both": {"gpus": 0.5, "volumes": {"log": {}}}},
          "tasks": {"a": {"resourceSet": "both", "resources": {"gpus": 0.5, "volumes": {"log": {}}}},
                    "b": {"resourceSet": "both", "resources": {"gpus": 0.5, "volumes": {"log": {}}}},
                    "c": {"resourceSet": null, "resources": {"gpus": 1, "volumes": {}}}}},
        "tool": {"count": 1, "volumes": {}, "resourceSets": {},
          "tasks": {"t": {"resourceSet": null, "resources": {"gpus": 0, "volumes": {}}}}}}}}
      """;

  private static final String BEFORE =
      """
      insert into tenant (id, name, label, display_name, created_at)
        values (:tenant, 'acme', 'acme', 'Acme', now());
      insert into tenant_closure values (:tenant, :tenant, 0);
      insert into quota_counter values (:tenant, 'pods', 5, 3);
      insert into package_version values (:tenant, :other, 'kafka', '1', '1', '', '{}', '', '', now(),
        'me');
      insert into instance (tenant_id, id, name, package_tenant_id, package_id, state, state_reason,
          state_since, target_configuration, placement, created_at, created_by)
        values (:tenant, :instance, 'events', :tenant, :other, 'RUNNING', '', now(), 2, '{}', now(),
          'me');
      insert into configuration values
        (:tenant, :instance, 1, 1, '{"spec": {"pods": {}}}', '{}', now(), 'me'),
        (:tenant, :instance, 2, 1, ':spec', '{}', now(), 'me');
      insert into network values (:other, 'n');
      insert into region values (:other, 'r', 'R', 'on-prem', :other, now());
      insert into agent (id, region_id, public_key, history_epoch, joined_at)
        values (:other, :other, '', :other, now());
      insert into node (id, region_id, agent_id, name, zone, runtime, address, advertised_address,
          cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
        values (:other, :other, :other, 'n', 'z', 'process', '', '', 1, 1, 1, 1, 2, now());
      insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id, pod_name,
          path, size_bytes, node_id, state, created_at)
        values (:tenant, :volume, :instance, 'gone', 'cassandra', :other, 'p', 'data', 9, :other,
          'KEPT', now());
      insert into secret (tenant_id, id, path, current_version, created_at, created_by)
        values (:tenant, :secret, 'a', 1, now(), 'me');
      insert into quota_claim values
        (:tenant, :instance, 1000, 7, 8, 3), (:tenant, :volume, 0, 0, 9, 0);
      """;

  @Test
  void countsWhatIsThereAlready() throws SQLException {
    ServerAccess access = TestServer.running().server().database("before_quotas");
    Flyway.configure()
        .dataSource(access.url(), access.owner(), access.password())
        .locations("classpath:db/migration")
        .schemas("meridian")
        .defaultSchema("meridian")
        .target("5")
        .load()
        .migrate();
    Logins.provide(access);
    try (Connection system = access.connect(Login.SYSTEM);
        Statement statement = system.createStatement()) {
      statement.execute(filled(BEFORE));
    }

    Database.on(access).close();

    try (Connection system = access.connect(Login.SYSTEM);
        Statement statement = system.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select concat_ws(' ', holder_id, cpus, memory, disk, pods, gpus, instances, volumes,
                  secrets, scopes::text) from quota_claim
                union all select concat_ws(' ', scope, resource, amount_limit, guarantee, used,
                  reserved) from quota_counter
                """)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      assertThat(found)
          .containsExactlyInAnyOrder(
              INSTANCE + " 1000 7 8 3 3000 1 4 0 {all,package:kafka}",
              VOLUME + " 0 0 9 0 0 0 1 0 {all,package:cassandra}",
              SECRET + " 0 0 0 0 0 0 0 1 {all}",
              "all pods 5 0 3 0");
    }
  }

  private static String filled(String sql) {
    return sql.replace(":tenant", "'" + TENANT + "'")
        .replace(":instance", "'" + INSTANCE + "'")
        .replace(":volume", "'" + VOLUME + "'")
        .replace(":secret", "'" + SECRET + "'")
        .replace(":other", "'" + OTHER + "'")
        .replace(":spec", SPEC);
  }
}
