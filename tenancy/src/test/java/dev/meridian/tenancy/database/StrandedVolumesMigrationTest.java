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

/** A database of when a refused install left the volumes that it was to restore with nobody. */
class StrandedVolumesMigrationTest {
  private static final String BEFORE =
      """
      insert into tenant (id, name, label, display_name, created_at)
        values ('%1$s', 'acme', 'acme', 'Acme', now());
      insert into tenant_closure values ('%1$s', '%1$s', 0);
      insert into package_version (tenant_id, id, name, version, sort_key, summary, metadata, bundle,
          digest, published_at, published_by)
        values ('%1$s', '%1$s', 'kafka', '1', '1', '', '{}', '', '', now(), 'me');
      insert into instance (tenant_id, id, name, package_tenant_id, package_id, state, state_reason,
          state_since, target_configuration, placement, created_at, created_by)
        select '%1$s', cast(id as uuid), name, '%1$s', '%1$s', state, '', now(), 1, '{}', now(), 'me'
        from (values ('%2$s', 'refused', 'UNINSTALLED'), ('%3$s', 'runs', 'RUNNING'))
          as i(id, name, state);
      insert into network values ('%1$s', 'n');
      insert into region values ('%1$s', 'r', 'R', 'on-prem', '%1$s', now());
      insert into agent (id, region_id, public_key, history_epoch, joined_at)
        values ('%1$s', '%1$s', '', '%1$s', now());
      insert into node (id, region_id, agent_id, name, zone, runtime, address, advertised_address,
          cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
        values ('%1$s', '%1$s', '%1$s', 'n', 'z', 'process', '', '', 1, 1, 1, 1, 2, now());
      insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id, pod_name,
          path, size_bytes, node_id, state, ordered, created_at)
        select '%1$s', gen_random_uuid(), cast(instance as uuid), 'music', 'kafka', '%1$s', 'p', path,
          9, '%1$s', state, true, now()
        from (values ('%2$s', 'stranded', 'READY'), ('%2$s', 'missing', 'MISSING'),
          ('%2$s', 'gone', 'DESTROYED'), ('%3$s', 'used', 'READY')) as v(instance, path, state);
      """
          .formatted(
              "00000000-0000-7000-8000-000000000001",
              "00000000-0000-7000-8000-000000000002",
              "00000000-0000-7000-8000-000000000003");

  @Test
  void keepsThemWithAnEndAndAClaim() throws SQLException {
    ServerAccess access = TestServer.running().server().database("stranded_volumes");
    Flyway.configure()
        .dataSource(access.url(), access.owner(), access.password())
        .locations("classpath:db/migration")
        .schemas("meridian")
        .defaultSchema("meridian")
        .target("21")
        .load()
        .migrate();
    Logins.provide(access);
    try (Connection system = access.connect(Login.SYSTEM);
        Statement statement = system.createStatement()) {
      statement.execute(BEFORE);
    }

    Database.on(access).close();

    try (Connection system = access.connect(Login.SYSTEM);
        Statement statement = system.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select concat_ws(' ', v.path, v.state, (kept_until > now() + interval '6 days')::text,
                  c.disk, c.volumes, c.scopes::text, t.transition)
                from volume v
                left join quota_claim c on c.tenant_id = v.tenant_id and c.holder_id = v.id
                left join volume_transition t on t.tenant_id = v.tenant_id and t.volume_id = v.id
                """)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      assertThat(found)
          .containsExactlyInAnyOrder(
              "stranded KEPT true 9 1 {all,package:kafka} KEPT",
              "missing KEPT true 9 1 {all,package:kafka} KEPT",
              "gone DESTROYED",
              "used READY");
    }
  }
}
