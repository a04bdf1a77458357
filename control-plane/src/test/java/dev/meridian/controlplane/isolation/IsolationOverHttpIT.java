package dev.meridian.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What tenants demand of nodes, over HTTP, with one node that gives each tenant a user. */
class IsolationOverHttpIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String TENANTS = "/api/v1/tenants/";
  private static Browser admin;

  @BeforeAll
  static void tenantsAndNode() {
    admin = Browser.admin(server);
    admin.change("POST", "/api/v1/tenants", "{\"name\":\"acme\"}", Map.of());
    admin.change("POST", "/api/v1/tenants", "{\"name\":\"streams\",\"parent\":\"acme\"}", Map.of());
    admin.publish(TestPackages.named("web", "1.0.0").zip());
    UUID id = Ids.next();
    write("insert into network values (?, 'isolation')", id);
    write("insert into region values (?, 'hq', '', 'on-prem', ?, now())", id, id);
    write(
        """
        insert into agent (id, region_id, public_key, history_epoch, connected, joined_at)
        values (?, ?, uuid_send(?), ?, true, now())
        """,
        id,
        id,
        id,
        id);
    write(
        """
        insert into node (id, region_id, agent_id, name, zone, runtime, isolation, not_enforced,
          address, advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end,
          joined_at)
        values (?, ?, ?, 'hq-1', 'a', 'process', 'user',
          '["process lists: a tenant sees others", "volume sizes: shared"]', '127.0.0.1',
          '127.0.0.1', 8000, 8589934592, 85899345920, 20000, 20099, now())
        """,
        id,
        id,
        id);
  }

  @AfterEach
  void demandNothing() {
    for (String tenant : List.of("acme~streams", "acme", "-")) {
      assertThat(set(tenant, "process").statusCode()).isEqualTo(200);
    }
  }

  private static void write(String sql, Object... parameters) {
    server.rows(SystemJob.MAINTENANCE, jdbc -> jdbc.sql(sql).params(List.of(parameters)).update());
  }

  private static HttpResponse<String> set(String tenant, String least) {
    return set(tenant, least, Map.of("If-Match", "*"));
  }

  private static HttpResponse<String> set(
      String tenant, String least, Map<String, String> headers) {
    return admin.change("PUT", path(tenant), "{\"least\":\"%s\"}".formatted(least), headers);
  }

  private static String path(String tenant) {
    return TENANTS + tenant + "/isolation";
  }

  private static HttpResponse<String> install(String query, boolean waits) {
    return admin.change(
        "POST",
        TENANTS + "acme~streams/instances" + query,
        "{\"name\":\"web-%s\",\"package\":\"web\",\"allowWaiting\":%s}"
            .formatted(Ids.next().toString().substring(24), waits),
        Map.of());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body());
  }

  @Test
  void bindsTheTenantsBelowWhichCanOnlyDemandMore() {
    assertThat(set("acme", "user").statusCode()).isEqualTo(200);
    JsonNode inherited = admin.json(path("acme~streams"));
    assertThat(inherited.path("least").asString()).isEqualTo("process");
    assertThat(inherited.path("inForce").asString()).isEqualTo("user");
    assertThat(inherited.path("from").asString()).isEqualTo("acme");

    assertThat(set("acme~streams", "container").statusCode()).isEqualTo(200);
    assertThat(admin.json(path("acme~streams")).path("from").asString()).isEqualTo("acme/streams");
    assertThat(admin.json(path("acme")).path("inForce").asString()).isEqualTo("user");

    assertThat(set("-", "container").statusCode()).isEqualTo(200);
    HttpResponse<String> less = set("acme", "user");
    assertThat(less.statusCode()).as(less.body()).isEqualTo(422);
    assertThat(json(less).path("detail").asString())
        .startsWith("The platform demands at least container");
    assertThat(json(less).at("/errors/0/pointer").asString()).isEqualTo("/least");
    assertThat(set("acme", "moat").statusCode()).isEqualTo(422);
    assertThat(admin.change("PUT", path("acme"), "{}", Map.of("If-Match", "*")).statusCode())
        .as("nothing said is not nothing demanded")
        .isEqualTo(422);
    assertThat(set("acme", "process").statusCode()).isEqualTo(200);
    assertThat(admin.json(path("acme")).path("from").asString()).isEqualTo("-");
  }

  @Test
  void isReplacedOnlyByWhoHasSeenIt() {
    assertThat(set("acme", "user", Map.of()).statusCode()).isEqualTo(428);
    Map<String, String> seen =
        Map.of("If-Match", admin.get(path("acme")).headers().firstValue("ETag").orElseThrow());
    assertThat(set("acme", "user", seen).statusCode()).isEqualTo(200);
    assertThat(set("acme", "container", seen).statusCode()).isEqualTo(412);
  }

  @Test
  void isAuditedWithWhatItWasAndIs() {
    set("acme~streams", "user");
    JsonNode event = admin.json(TENANTS + "acme~streams/audit?limit=1").at("/items/0");
    assertThat(event.path("action").asString()).isEqualTo("tenant.isolation");
    assertThat(event.at("/detail/from").asString()).isEqualTo("process");
    assertThat(event.at("/detail/to").asString()).isEqualTo("user");
    assertThat(event.path("before").asString()).hasSize(64);
    assertThat(event.path("after").asString()).hasSize(64).isNotEqualTo(event.path("before"));
  }

  @Test
  void refusesAnInstallByNameAndPlacesWhatWaitsOnceTheDemandIsTakenBack() {
    set("acme", "container");
    String why = "tenant acme demands isolation of at least container; node hq-1 gives user";
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              HttpResponse<String> refused = install("", false);
              assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
              assertThat(json(refused).at("/explanation/summary").asString()).contains(why);
            });
    assertThat(json(install("?dryRun=true", false)).at("/placement/summary").asString())
        .contains(why);
    JsonNode waits = json(install("", true));
    String pods = TENANTS + "acme~streams/instances/" + waits.path("name").asString() + "/pods";

    set("acme", "process");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(admin.json(pods).path("items").values())
                    .isNotEmpty()
                    .allMatch(pod -> pod.path("node").asString("").equals("hq-1")));
  }

  @Test
  void namesPodsThatRunWhereLessIsGivenAndLetsThemRun() {
    JsonNode installed = json(install("", true));
    String name = installed.path("name").asString();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        admin
                            .json(TENANTS + "acme~streams/instances/" + name + "/pods")
                            .path("items")
                            .values())
                    .isNotEmpty()
                    .allMatch(pod -> pod.path("node").asString("").equals("hq-1")));
    assertThat(unmet("acme", true)).isEmpty();

    set("acme", "container");

    assertThat(unmet("acme~streams", false))
        .filteredOn(pod -> pod.path("instance").asString().equals(name))
        .isNotEmpty()
        .allSatisfy(
            pod -> {
              assertThat(pod.path("tenant").asString()).isEqualTo("acme/streams");
              assertThat(pod.path("node").asString()).isEqualTo("hq-1");
              assertThat(pod.path("demanded").asString()).isEqualTo("container");
              assertThat(pod.path("given").asString()).isEqualTo("user");
            });
    assertThat(unmet("acme", false)).as("its own alone").isEmpty();
    assertThat(unmet("acme", true)).hasSameSizeAs(unmet("acme~streams", false));
    set("acme", "user");
    assertThat(unmet("acme", true)).as("what the node gives").isEmpty();
  }

  private static List<JsonNode> unmet(String tenant, boolean subtree) {
    return List.copyOf(
        admin.json(path(tenant) + "/unmet?subtree=" + subtree).path("items").values());
  }

  @Test
  void isSummedUpByRegion() {
    JsonNode isolation = admin.json("/api/v1/regions/hq").path("isolation");
    assertThat(isolation.at("/given/0/isolation").asString()).isEqualTo("user");
    assertThat(isolation.at("/given/0/nodes").asInt()).isEqualTo(1);
    assertThat(isolation.path("notEnforced").values())
        .extracting(lack -> lack.path("what").asString())
        .containsExactly("process lists", "volume sizes");
    assertThat(admin.json("/api/v1/nodes?region=hq").at("/items/0/isolation").asString())
        .isEqualTo("user");
  }
}
