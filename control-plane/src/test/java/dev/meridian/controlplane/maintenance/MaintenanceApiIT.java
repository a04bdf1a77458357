package dev.meridian.controlplane.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The windows of tenants over HTTP. */
class MaintenanceApiIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String ABOVE = "/api/v1/tenants/acme/maintenance";
  private static final String BELOW = "/api/v1/tenants/acme~streams/maintenance";
  private static Browser admin;

  @BeforeAll
  static void tenants() {
    admin = Browser.admin(server);
    admin.change("POST", "/api/v1/tenants", "{\"name\":\"acme\"}", Map.of());
    admin.change("POST", "/api/v1/tenants", "{\"name\":\"streams\",\"parent\":\"acme\"}", Map.of());
  }

  private static HttpResponse<String> set(
      String path, String windows, Map<String, String> headers) {
    return admin.change("PUT", path, "{\"windows\":%s}".formatted(windows), headers);
  }

  private static String daily(String zone) {
    return """
        [{"days":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"],
          "start":"%02d:00","durationMinutes":60,"zone":"%s"}]"""
        // Far from now, whatever the time of day.
        .formatted((Instant.now().atZone(ZoneOffset.UTC).getHour() + 12) % 24, zone);
  }

  @Test
  void bindTheTenantsBelowUntilTheyHaveTheirOwn() {
    assertThat(set(ABOVE, daily("UTC"), Map.of("If-Match", "*")).statusCode()).isEqualTo(200);

    JsonNode inherited = admin.json(BELOW);
    assertThat(inherited.path("windows").size()).isZero();
    assertThat(inherited.path("inForce").size()).isEqualTo(1);
    assertThat(inherited.path("from").asString()).isEqualTo("acme");
    assertThat(inherited.path("open").asBoolean(true)).isFalse();
    assertThat(Instant.parse(inherited.path("opensAt").asString())).isAfter(Instant.now());

    set(BELOW, daily("Etc/GMT-1"), Map.of("If-Match", "*"));
    assertThat(admin.json(BELOW).path("from").asString()).isEqualTo("acme/streams");
    assertThat(admin.json(BELOW).at("/inForce/0/zone").asString()).isEqualTo("Etc/GMT-1");

    set(BELOW, "[]", Map.of("If-Match", "*"));
    set(ABOVE, "[]", Map.of("If-Match", "*"));
    JsonNode free = admin.json(BELOW);
    assertThat(free.path("from").isNull()).isTrue();
    assertThat(free.path("open").asBoolean(false)).as("nothing ever waits").isTrue();
  }

  @Test
  void areReplacedOnlyByWhoHasSeenThem() {
    String path = "/api/v1/tenants/-/maintenance";
    assertThat(set(path, "[]", Map.of()).statusCode()).isEqualTo(428);

    HttpResponse<String> read = admin.get(path);
    Map<String, String> seen = Map.of("If-Match", read.headers().firstValue("ETag").orElseThrow());
    assertThat(set(path, "[]", seen).statusCode()).isEqualTo(200);
    assertThat(set(path, "[]", seen).statusCode()).isEqualTo(412);
  }

  @Test
  void areRefusedFieldByField() {
    HttpResponse<String> refused =
        set(
            BELOW,
            """
            [{"days":[],"start":"24:00","durationMinutes":1,"zone":"Mars/Olympus"},
             {"days":["MONDAY","MONDAY"],"start":"02:00","durationMinutes":60,"zone":"UTC"}]""",
            Map.of("If-Match", "*"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Browser.JSON.readTree(refused.body()).path("errors").values())
        .extracting(error -> error.path("pointer").asString())
        .containsExactly(
            "/windows/0/days",
            "/windows/0/start",
            "/windows/0/durationMinutes",
            "/windows/0/zone",
            "/windows/1/days");
    assertThat(set(BELOW, "null", Map.of("If-Match", "*")).statusCode()).isEqualTo(422);
    assertThat(set(BELOW, "[null]", Map.of("If-Match", "*")).statusCode()).isIn(400, 422);
  }

  @Test
  void areAudited() {
    set(BELOW, daily("Europe/Paris"), Map.of("If-Match", "*"));
    JsonNode event = admin.json("/api/v1/tenants/acme~streams/audit?limit=1").at("/items/0");
    assertThat(event.path("action").asString()).isEqualTo("tenant.maintenance");
    assertThat(event.path("detail").toString()).contains("Europe/Paris");
    set(BELOW, "[]", Map.of("If-Match", "*"));
  }
}
