package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolumeTransitionsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void remembersHowLongAVolumeWasKeptAndNothingOfOneThatNeverWas() {
    UUID acme = database.tenant("acme");
    UUID kept = volume(acme);
    UUID neverKept = volume(acme);
    VolumeTransitions transitions = new VolumeTransitions(database.jdbc());

    database
        .scopes()
        .inTenant(
            acme,
            () -> {
              transitions.add(acme, kept, VolumeTransitions.Kind.KEPT, AT);
              transitions.add(acme, kept, VolumeTransitions.Kind.RELEASED, AT.plusSeconds(60));
              transitions.add(acme, neverKept, VolumeTransitions.Kind.RELEASED, AT);
            });

    assertThat(rows(acme)).containsExactly(kept + " KEPT 1024", kept + " RELEASED 1024");
    UUID globex = database.tenant("globex");
    assertThat(rows(globex)).as("what another tenant sees").isEmpty();
  }

  private static List<String> rows(UUID tenant) {
    return database
        .scopes()
        .inTenant(
            tenant,
            () ->
                database
                    .jdbc()
                    .sql(
                        """
                        select volume_id || ' ' || transition || ' ' || size_bytes
                        from volume_transition order by at
                        """)
                    .query(String.class)
                    .list());
  }

  private static UUID volume(UUID tenant) {
    UUID volume = Ids.next();
    database
        .scopes()
        .asSystem(
            SystemJob.FEDERATION,
            () -> {
              UUID network = Ids.next();
              UUID region = Ids.next();
              UUID agent = Ids.next();
              UUID node = Ids.next();
              UUID packageId = Ids.next();
              UUID instance = Ids.next();
              UUID root = database.tenants().root().id();
              sql("insert into network (id, name) values (?, ?)", network, "n-" + network);
              sql(
                  """
                  insert into region (id, name, display_name, provider, network_id, created_at)
                  values (?, ?, 'Region', 'edge', ?, now())
                  """,
                  region,
                  "r-" + region,
                  network);
              sql(
                  """
                  insert into agent (id, region_id, public_key, history_epoch, joined_at)
                  values (?, ?, ?, ?, now())
                  """,
                  agent,
                  region,
                  agent.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                  Ids.next());
              sql(
                  """
                  insert into node (id, region_id, agent_id, name, zone, runtime, address,
                    advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end,
                    joined_at)
                  values (?, ?, ?, ?, 'a', 'process', '127.0.0.1', '127.0.0.1', 1000, 1024, 1024,
                    20000, 20100, now())
                  """,
                  node,
                  region,
                  agent,
                  "node-" + node);
              sql(
                  """
                  insert into package_version (tenant_id, id, name, version, sort_key, summary,
                    metadata, bundle, digest, published_at, published_by)
                  values (?, ?, 'store', ?, '1', '', '{}', '', '', now(), 'test')
                  """,
                  root,
                  packageId,
                  packageId.toString());
              sql(
                  """
                  insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
                    state_reason, state_since, target_configuration, placement, created_at,
                    created_by)
                  values (?, ?, ?, ?, ?, 'UNINSTALLED', '', now(), 1, '{}', now(), 'test')
                  """,
                  tenant,
                  instance,
                  "store",
                  root,
                  packageId);
              sql(
                  """
                  insert into volume (tenant_id, id, instance_id, instance_name, package_name,
                    pod_id, pod_name, path, size_bytes, node_id, state, created_at)
                  values (?, ?, ?, 'store', 'store', ?, 'store-0', 'data', 1024, ?, 'KEPT', now())
                  """,
                  tenant,
                  volume,
                  instance,
                  Ids.next(),
                  node);
            });
    return volume;
  }

  private static void sql(String sql, Object... params) {
    database.jdbc().sql(sql).params(List.of(params)).update();
  }
}
