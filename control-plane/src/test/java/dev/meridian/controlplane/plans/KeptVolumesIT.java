package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.controlplane.testing.WrittenRegion;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Resource;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Volumes that uninstalled instances left, until they are restored or destroyed. */
class KeptVolumesIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final long SIZE = 64L * 1024 * 1024;
  private static Browser admin;

  /** A tenant and a region of each test's own. */
  private final String tenant = "t-" + Ids.next().toString().substring(24);

  private final WrittenRegion region = new WrittenRegion(server);
  private UUID tenantId = Ids.next();

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    admin.publish(
        TestPackages.named("store", "1.0.0")
            .with(
                "service.yml",
                """
                name: {{{SERVICE_NAME}}}
                pods:
                  store:
                    count: 1
                    volume: {path: data, type: ROOT, size: 64}
                    tasks:
                      server: {goal: RUNNING, cmd: sleep 1, cpus: 0.1, memory: 16}
                """)
            .zip());
  }

  @BeforeEach
  void make() {
    tenantId =
        UUID.fromString(
            json(201, change("POST", "/api/v1/tenants", "{\"name\":\"%s\"}".formatted(tenant)))
                .path("id")
                .asString());
  }

  @Test
  void refusedInstallLeavesTheKeptVolumeWithItsEndAndItsClaim() {
    UUID volume = left(node("away", false), Duration.ofDays(3));
    Instant end = endBeforeRefusal(volume);

    assertThat(state(volume)).isEqualTo("KEPT");
    assertThat(keptUntil(volume)).isEqualTo(end);
    assertThat(claimed(volume)).containsExactly(SIZE);
    assertThat(used(Resource.DISK)).isEqualTo(SIZE);
    assertThat(destroy(volume).statusCode()).isEqualTo(202);
  }

  @Test
  void waitingInstallHoldsItsVolumeBeyondItsEndAndGivesItBackWhenItIsUninstalled() {
    UUID volume = left(node("away", false), Duration.ofDays(3));
    json(202, install("store", true, true));

    JsonNode shown = admin.json(path("/volumes?subtree=false&instance=store")).at("/items/0");
    assertThat(shown.path("reason").asString()).contains("restored");
    assertThat(shown.path("keptUntil").isNull()).isTrue();
    assertThat(shown.path("tenant").asString()).isEqualTo(tenant);
    assertThat(shown.path("package").asString()).isEqualTo("store");
    sweep(Duration.ofDays(8));
    assertThat(state(volume)).isEqualTo("KEPT");
    assertThat(destroy(volume).statusCode()).isEqualTo(409);

    uninstall("store");

    assertThat(state(volume)).isEqualTo("KEPT");
    assertThat(keptUntil(volume)).isAfter(Instant.now().plus(Duration.ofDays(6)));
    assertThat(used(Resource.DISK)).isEqualTo(SIZE);
    sweep(Duration.ofDays(8));
    assertThat(state(volume)).isEqualTo("DESTROYING");
  }

  @Test
  void restoresTheNewestWithinAQuotaThatKeptDataFills() {
    UUID node = node("ready", true);
    UUID older = left(node, Duration.ofDays(3));
    UUID newer = left(node, Duration.ofDays(6));
    limit(Map.of(Resource.DISK, 2 * SIZE, Resource.VOLUMES, 2L));
    assertThat(install("other", false, false).body()).contains("problems/quota-exceeded");

    // 202 where the decision takes longer than an answer waits.
    assertThat(install("store", true, false).statusCode()).isIn(201, 202);

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> state(newer).equals("READY"));
    assertThat(claimed(newer)).as("counted under the instance").isEmpty();
    assertThat(state(older)).isEqualTo("KEPT");
    assertThat(claimed(older)).containsExactly(SIZE);
    assertThat(used(Resource.DISK)).isEqualTo(2 * SIZE);
    assertThat(used(Resource.VOLUMES)).isEqualTo(2);
    assertThat(admin.json(path("/instances/store/pods")).at("/items/0/volumes").values())
        .extracting(volume -> volume.path("id").asString())
        .containsExactly(newer.toString());
  }

  @Test
  void uninstallKeepsDataAlsoWhereTheQuotaIsFull() {
    UUID node = node("away", false);
    UUID instance = UUID.fromString(json(202, install("store", false, true)).path("id").asString());
    UUID volume = volume(instance, node, "READY", "");
    limit(Map.of(Resource.DISK, SIZE, Resource.VOLUMES, 1L));

    uninstall("store");

    assertThat(state(volume)).isEqualTo("KEPT");
    assertThat(claimed(volume)).containsExactly(SIZE);
    assertThat(used(Resource.DISK)).isEqualTo(SIZE);
    assertThat(used(Resource.VOLUMES)).isEqualTo(1);
    assertThat(used(Resource.INSTANCES)).isZero();
  }

  @Test
  void destroysAKeptVolumeWhenItsTimeIsOverAndGivesBackItsQuotaWhenItIsGone() {
    UUID volume = left(node("away", false), VolumeEffects.RETENTION);

    sweep(Duration.ofDays(6));
    assertThat(state(volume)).isEqualTo("KEPT");
    assertThat(ordered(volume)).isZero();

    sweep(Duration.ofDays(7).plusSeconds(1));
    assertThat(state(volume)).isEqualTo("DESTROYING");
    assertThat(ordered(volume)).isEqualTo(1);
    assertThat(used(Resource.DISK)).as("its node has it still").isEqualTo(SIZE);

    write("update volume set state = 'DESTROYED' where id = ?", volume);
    sweep(Duration.ofDays(7).plusSeconds(2));
    assertThat(used(Resource.DISK)).isZero();
    assertThat(used(Resource.VOLUMES)).isZero();
  }

  @Test
  void previewsTheInstallAtTheNodeOfItsVolumesAndCountsThemOnce() {
    node("near", true);
    UUID volume = left(node("far", false), Duration.ofDays(3));

    JsonNode without = preview(false);
    assertThat(without.at("/placement/decided").asBoolean(false)).as("%s", without).isTrue();
    assertThat(without.path("restored").size()).isZero();
    assertThat(disk(without)).isEqualTo(2 * SIZE);

    JsonNode with = preview(true);
    assertThat(with.at("/placement/decided").asBoolean(true)).as("%s", with).isFalse();
    assertThat(with.at("/placement/summary").asString())
        .contains("the volumes of store-0 are on another node", "not connected");
    assertThat(with.at("/restored/0/id").asString()).isEqualTo(volume.toString());
    assertThat(with.at("/restored/0/node").asString()).isEqualTo("far");
    assertThat(disk(with)).isEqualTo(SIZE);
  }

  private static long disk(JsonNode preview) {
    return preview.path("quota").values().stream()
        .filter(line -> line.path("resource").asString().equals("disk"))
        .findFirst()
        .orElseThrow()
        .path("used")
        .asLong();
  }

  private String path(String rest) {
    return "/api/v1/tenants/" + tenant + rest;
  }

  private static HttpResponse<String> change(String method, String path, String body) {
    return admin.change(method, path, body, Map.of("If-Match", "*"));
  }

  private static JsonNode json(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Browser.JSON.readTree(answer.body());
  }

  private HttpResponse<String> install(String name, boolean restores, boolean waits) {
    return change("POST", path("/instances"), request(name, restores, waits));
  }

  /** The end that the volume had when an install that restores it was refused. */
  private Instant endBeforeRefusal(UUID volume) {
    for (int tries = 0; tries < 20; tries++) {
      Instant end = keptUntil(volume);
      HttpResponse<String> answer = install("store", true, false);
      if (answer.statusCode() == 409) {
        return end;
      }
      // Decided too late for its answer, and so it waits.
      json(202, answer);
      uninstall("store");
    }
    throw new AssertionError("no install was decided in time for its answer");
  }

  private JsonNode preview(boolean restores) {
    return json(
        200, change("POST", path("/instances?dryRun=true"), request("store", restores, false)));
  }

  private String request(String name, boolean restores, boolean waits) {
    return """
        {"name":"%s","package":"store","placement":{"regions":["%s"]},"restoreVolumes":%s,
         "allowWaiting":%s}
        """
        .formatted(name, region.name(), restores, waits);
  }

  private void uninstall(String name) {
    json(202, change("DELETE", path("/instances/" + name), ""));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> admin.get(path("/instances/" + name)).statusCode() == 404);
  }

  private HttpResponse<String> destroy(UUID volume) {
    return change("DELETE", path("/volumes/" + volume), "{\"confirm\":\"%s\"}".formatted(volume));
  }

  /** The minute's look, as it would be after so much time. */
  private static void sweep(Duration later) {
    new KeptVolumeExpiry(
            server.get(Leases.class),
            server.get(Scopes.class),
            server.get(JdbcClient.class),
            server.get(KeptVolumes.class),
            server.get(Quotas.class),
            () -> Instant.now().plus(later))
        .sweep();
  }

  private void limit(Map<Resource, Long> limits) {
    server.get(QuotaLimits.class).setOverall(tenantId, limits);
  }

  private long used(Resource resource) {
    return server.get(Quotas.class).lines(tenantId).stream()
        .filter(line -> line.resource() == resource)
        .findFirst()
        .orElseThrow()
        .used();
  }

  /** No room for disk beside what two volumes take: what is restored is there already. */
  private UUID node(String name, boolean connected) {
    return region.node(name, connected, SIZE * 16, SIZE * 2);
  }

  /** What an uninstalled instance named store left on the node. */
  private UUID left(UUID node, Duration keptFor) {
    UUID instance = Ids.next();
    write(
        """
        insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
          state_reason, state_since, target_configuration, placement, created_at, created_by)
        select ?, ?, 'store', v.tenant_id, v.id, 'UNINSTALLED', '', now(), 1, '{}', now(), 'test'
        from package_version v where v.name = 'store'
        """,
        tenantId,
        instance);
    UUID volume = volume(instance, node, "KEPT", Instant.now().plus(keptFor).toString());
    write(
        """
        insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods, volumes, scopes)
        values (?, ?, 0, 0, ?, 0, 1, '{all,package:store}')
        """,
        tenantId,
        volume,
        SIZE);
    return volume;
  }

  /**
   * @param keptUntil empty for one that is not kept
   */
  private UUID volume(UUID instance, UUID node, String state, String keptUntil) {
    UUID volume = Ids.next();
    write(
        """
        insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id,
          pod_name, path, size_bytes, node_id, state, ordered, kept_until, created_at)
        values (?, ?, ?, 'store', 'store', ?, 'store-0', 'data', ?, ?, ?, true,
          cast(nullif(?, '') as timestamptz), now())
        """,
        tenantId,
        volume,
        instance,
        Ids.next(),
        SIZE,
        node,
        state,
        keptUntil);
    return volume;
  }

  private static String state(UUID volume) {
    return read(String.class, "select state from volume where id = ?", volume).getFirst();
  }

  private static Instant keptUntil(UUID volume) {
    return read(OffsetDateTime.class, "select kept_until from volume where id = ?", volume)
        .getFirst()
        .toInstant();
  }

  private static List<Long> claimed(UUID holder) {
    return read(Long.class, "select disk from quota_claim where holder_id = ?", holder);
  }

  private static long ordered(UUID volume) {
    return read(Long.class, "select count(*) from volume_order where volume_id = ?", volume)
        .getFirst();
  }

  private static <T> List<T> read(Class<T> type, String sql, Object... parameters) {
    return server.rows(
        SystemJob.MAINTENANCE, jdbc -> jdbc.sql(sql).params(parameters).query(type).list());
  }

  private static void write(String sql, Object... parameters) {
    server.rows(SystemJob.MAINTENANCE, jdbc -> jdbc.sql(sql).params(parameters).update());
  }
}
