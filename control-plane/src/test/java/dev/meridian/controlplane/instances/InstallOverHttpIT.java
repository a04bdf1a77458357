package dev.meridian.controlplane.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Installing on a platform without a node. */
class InstallOverHttpIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String INSTANCES = "/api/v1/tenants/acme/instances";
  private static Browser admin;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    admin.change("POST", "/api/v1/tenants", "{\"name\":\"acme\"}", Map.of());
    admin.publish(
        TestPackages.named("web", "1.0.0")
            .with(
                "options.schema.json",
                """
                {"type": "object", "properties": {
                  "zebra": {"type": "object", "properties": {
                    "second": {"type": "integer", "default": 2},
                    "first": {"type": "integer", "default": 1}}},
                  "apple": {"type": "string", "default": "a"},
                  "mango": {"type": "boolean", "default": true}}}
                """)
            .zip());
    // An install is refused with its reasons where it is decided while the caller waits, two
    // seconds; a server that has decided none yet may need longer.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              HttpResponse<String> refused = install(fresh(), false, Map.of());
              assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            });
  }

  @Test
  void acceptsAnInstallThatMayWaitAndSaysWhatItWaitsFor() {
    HttpResponse<String> accepted = install(fresh(), true, Map.of());

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    JsonNode instance = Browser.JSON.readTree(accepted.body());
    assertThat(instance.path("state").asString()).isEqualTo("WAITING");
    assertThat(instance.path("status").asString()).isNotEmpty();
    URI location = URI.create(accepted.headers().firstValue("Location").orElseThrow());
    assertThat(admin.json(location.getPath()).path("id")).isEqualTo(instance.path("id"));
    assertThat(accepted.headers().firstValue("ETag")).isPresent();
  }

  @Test
  void refusesAnInstallThatMayNotWaitWithItsExplanationAndFreesTheName() {
    String name = fresh();
    HttpResponse<String> refused = install(name, false, Map.of());

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    JsonNode problem = Browser.JSON.readTree(refused.body());
    assertThat(problem.path("type").asString()).endsWith("/not-placeable");
    assertThat(problem.path("explanation").path("decided").asBoolean(true)).isFalse();
    assertThat(install(name, true, Map.of()).statusCode()).isEqualTo(202);
  }

  @Test
  void answersARepeatedInstallWithTheSameInstanceAndRefusesTheKeyForAnother() {
    String name = fresh();
    Map<String, String> key = Map.of("Idempotency-Key", Ids.next().toString());
    JsonNode first = Browser.JSON.readTree(install(name, true, key).body());
    HttpResponse<String> again = install(name, true, key);

    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    assertThat(Browser.JSON.readTree(again.body()).path("id")).isEqualTo(first.path("id"));
    HttpResponse<String> other = install(fresh(), true, key);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("problems/idempotency-key-reused");
  }

  @Test
  void answersOptionsInThePackagesOrder() {
    String name = fresh();
    install(name, true, Map.of());

    for (JsonNode schema :
        List.of(
            admin.json("/api/v1/packages/web").path("optionsSchema"),
            admin.json(INSTANCES + "/" + name + "/options").path("schema"))) {
      assertThat(names(schema.path("properties"))).containsExactly("zebra", "apple", "mango");
      assertThat(names(schema.path("properties").path("zebra").path("properties")))
          .containsExactly("second", "first");
    }
  }

  @Test
  void showsInAPreviewWhatQuotaWouldBeUsedInCoresAndBytes() {
    HttpResponse<String> preview =
        admin.change(
            "POST",
            INSTANCES + "?dryRun=true",
            "{\"name\":\"%s\",\"package\":\"web\"}".formatted(fresh()),
            Map.of());
    assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
    JsonNode footprint = Browser.JSON.readTree(preview.body()).path("footprint");
    assertThat(footprint.path("pods").asInt()).isEqualTo(2);
    assertThat(footprint.path("cpus").asDouble()).isEqualTo(0.2);
    assertThat(footprint.path("memoryBytes").asLong()).isEqualTo(2L * 16 * 1024 * 1024);
  }

  private static HttpResponse<String> install(
      String name, boolean waits, Map<String, String> headers) {
    return admin.change(
        "POST",
        INSTANCES,
        "{\"name\":\"%s\",\"package\":\"web\",\"allowWaiting\":%s}".formatted(name, waits),
        headers);
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.propertyNames());
  }

  private static String fresh() {
    return "web-" + Ids.next().toString().substring(24);
  }
}
