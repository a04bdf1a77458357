package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.audit.ExportReader;
import dev.meridian.tenancy.audit.Trust;
import dev.meridian.tenancy.audit.Verification;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The audit log through the server, its chainer and the sign-in pages. */
class AuditApiIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;
  private static String csrf = "";
  private static String tenant = "";

  @BeforeAll
  static void signIn() {
    admin = new Browser(server.url());
    admin.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");
    csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    tenant = "audited" + Ids.next().toString().substring(24);
    assertThat(post("/api/v1/tenants", "{\"name\":\"" + tenant + "\"}").statusCode())
        .isEqualTo(201);
  }

  private static HttpResponse<String> post(String path, String body) {
    return admin.call("POST", path, body, csrf, null);
  }

  private static Browser member(String role, String at) {
    String name = role + Ids.next().toString().substring(24);
    HttpResponse<String> added =
        post(
            "/api/v1/tenants/" + at + "/members",
            "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    Browser browser = new Browser(server.url());
    browser.signIn(name, Browser.JSON.readTree(added.body()).path("password").asString(), "/");
    return browser;
  }

  private static List<String> subjects(String query) {
    return admin.json(query).path("items").findValuesAsString("subject");
  }

  @Test
  void chainsSoonAndVerifiesFromTheExport() {
    member("tenant-viewer", tenant);
    String path = "/api/v1/tenants/" + tenant + "/audit";
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                admin
                    .json(path + "?action=member.add")
                    .path("items")
                    .path(0)
                    .path("position")
                    .isNumber());
    JsonNode event = admin.json(path + "?action=member.add").path("items").path(0);
    assertThat(event.path("actor").asString()).isEqualTo("admin");
    assertThat(event.path("origin").asString()).isEqualTo("person");
    assertThat(event.path("address").asString()).isNotEmpty();
    assertThat(event.path("traceId").asString()).hasSize(32);
    assertThat(event.path("result").asString()).isEqualTo("done");
    assertThat(event.path("before").isNull()).isTrue();
    assertThat(event.path("after").asString()).hasSize(64);

    JsonNode checked = admin.json(path + "/verify");
    assertThat(checked.path("intact").asBoolean()).as(checked.toString()).isTrue();
    assertThat(checked.path("entries").asInt()).isPositive();
    HttpResponse<String> export = admin.get(path + "/export");
    assertThat(export.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/x-ndjson");
    var log = ExportReader.read(export.body().lines());
    assertThat(Verification.of(log, new Trust(log.keys(), List.of()))).isEmpty();
    assertThat(admin.json("/api/v1/audit/keys").path(0).path("key").asString())
        .isEqualTo(log.keys().getFirst().key());
    assertThat(subjects(path + "?action=audit.export&actor=admin")).containsExactly(tenant);
  }

  @Test
  void letsAuditorsReadAndChangeNothing() {
    Browser auditor = member("platform-auditor", "-");
    Browser developer = member("tenant-developer", tenant);
    String path = "/api/v1/tenants/" + tenant + "/audit";

    for (String part : List.of("", "/export", "/verify")) {
      assertThat(auditor.get(path + part).statusCode()).as(part).isEqualTo(200);
      assertThat(auditor.get("/api/v1/tenants/-/audit" + part).statusCode()).isEqualTo(200);
      assertThat(developer.get(path + part).statusCode()).as(part).isEqualTo(403);
      assertThat(developer.get("/api/v1/tenants/-/audit" + part).statusCode()).isEqualTo(404);
    }
    String own = auditor.json("/api/v1/me").path("csrfToken").asString();
    assertThat(
            auditor
                .call("POST", "/api/v1/tenants", "{\"name\":\"by-auditor\"}", own, null)
                .statusCode())
        .isEqualTo(403);
    assertThat(subjects(path + "?outcome=REFUSED&action=permission.use")).contains("audit:read");
  }

  @Test
  void refusesFiltersWithoutAForm() {
    String path = "/api/v1/tenants/" + tenant + "/audit";
    for (String query : List.of("?from=yesterday", "?outcome=MAYBE", "?cursor=x", "?limit=0")) {
      assertThat(admin.get(path + query).statusCode()).as(query).isEqualTo(422);
    }
    assertThat(subjects(path + "?subject=%27%20or%20true--")).isEmpty();
  }

  @Test
  void recordsWhoCouldNotSignInAndWhatWasAskedWithoutSignIn() {
    String name = "guess" + Ids.next().toString().substring(24);
    new Browser(server.url()).signIn(name, "not it", "/");
    String path = "/api/v1/tenants/-/audit?outcome=REFUSED";

    JsonNode failed = admin.json(path + "&action=session.sign-in&subject=" + name).path("items");
    assertThat(failed.size()).isEqualTo(1);
    assertThat(failed.path(0).path("origin").asString()).isEqualTo("anonymous");
    assertThat(failed.path(0).path("result").asString()).isEqualTo("unauthenticated");
    assertThat(failed.path(0).path("address").asString()).isNotEmpty();
    assertThat(failed.toString()).doesNotContain("not it");

    assertThat(
            new Browser(server.url())
                .call("GET", "/api/v1/tenants", "", null, "garbage")
                .statusCode())
        .isEqualTo(401);
    assertThat(subjects(path + "&action=request.unauthenticated")).contains("GET /api/v1/tenants");
    assertThat(
            admin.call("POST", "/api/v1/tenants", "{\"name\":\"x\"}", "wrong", null).statusCode())
        .isEqualTo(403);
    JsonNode denied = admin.json(path + "&action=request.denied").path("items").path(0);
    assertThat(denied.path("subject").asString()).isEqualTo("POST /api/v1/tenants");
    assertThat(denied.path("actor").asString()).isEqualTo("admin");
  }

  @Test
  void recordsWhoAsksForWhatIsAnotherTenantsAndNotWhoAsksForNothing() {
    String other = "other" + Ids.next().toString().substring(24);
    assertThat(post("/api/v1/tenants", "{\"name\":\"" + other + "\"}").statusCode()).isEqualTo(201);
    HttpResponse<String> made =
        post("/api/v1/tenants/" + other + "/members", MEMBER.formatted("x" + other));
    assertThat(made.statusCode()).isEqualTo(201);
    Browser owner = member("tenant-admin", other);
    String token = owner.json("/api/v1/me").path("csrfToken").asString();
    HttpResponse<String> secret =
        owner.call(
            "POST",
            "/api/v1/tenants/" + other + "/secrets",
            "{\"path\":\"password\",\"text\":\"one\"}",
            token,
            null);
    assertThat(secret.statusCode()).as(secret.body()).isEqualTo(201);
    String id = Browser.JSON.readTree(secret.body()).path("secret").path("id").asString();

    Browser stranger = member("tenant-admin", tenant);
    String mine = "/api/v1/tenants/" + tenant + "/secrets/";
    List<String> asked =
        List.of(
            mine + Ids.next(),
            "/api/v1/tenants/nobody-has-it",
            mine + id,
            "/api/v1/tenants/" + other);
    asked.forEach(path -> assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(404));

    String found = "/api/v1/tenants/-/audit?action=request.foreign&subject=";
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> subjects(found + encoded("GET " + asked.get(3))).size() == 1);
    assertThat(subjects(found + encoded("GET " + asked.get(2)))).hasSize(1);
    assertThat(subjects(found + encoded("GET " + asked.get(0)))).isEmpty();
    assertThat(subjects(found + encoded("GET " + asked.get(1)))).isEmpty();
    JsonNode event = admin.json(found + encoded("GET " + asked.get(2))).path("items").path(0);
    assertThat(event.path("detail").path("kind").asString()).isEqualTo("secret");
    assertThat(event.path("origin").asString()).isEqualTo("person");
    assertThat(event.path("result").asString()).isEqualTo("not-found");
    assertThat(stranger.get("/api/v1/tenants/" + tenant + "/audit").body()).doesNotContain(other);
  }

  @Test
  void recordsARequestWithoutAnyTokenOnceHoweverOftenItComes() {
    String path = "/api/v1/regions/" + Ids.next();
    for (int i = 0; i < 20; i++) {
      assertThat(new Browser(server.url()).get(path).statusCode()).isEqualTo(401);
    }
    assertThat(
            subjects(
                "/api/v1/tenants/-/audit?action=request.unauthenticated&subject="
                    + encoded("GET " + path)))
        .hasSize(1);
  }

  private static final String MEMBER = "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}";

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void erasesAPersonFromEveryLogWithoutBreakingAChainAndRecordsThatWithoutTheName() {
    String at = "/api/v1/tenants/" + tenant + "/audit";
    String name = "gone" + Ids.next().toString().substring(24);
    assertThat(post("/api/v1/tenants/" + tenant + "/members", MEMBER.formatted(name)).statusCode())
        .isEqualTo(201);
    assertThat(subjects(at + "?action=member.add&subject=" + name)).containsExactly(name);
    String body = "{\"account\":\"%s\",\"confirm\":\"%s\"}";
    assertThat(post("/api/v1/audit/erase", body.formatted(name, "")).statusCode()).isEqualTo(422);
    assertThat(post("/api/v1/audit/erase", body.formatted("no-" + name, "no-" + name)).statusCode())
        .isEqualTo(404);

    HttpResponse<String> erased = post("/api/v1/audit/erase", body.formatted(name, name));

    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
    assertThat(Browser.JSON.readTree(erased.body()).path("events").asInt()).isEqualTo(1);
    assertThat(admin.get(at + "/export").body()).contains("member.add").doesNotContain(name);
    for (String log : List.of(at, "/api/v1/tenants/-/audit")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> admin.json(log + "/verify").path("pending").asInt() == 0);
      JsonNode checked = admin.json(log + "/verify");
      assertThat(checked.path("intact").asBoolean()).as(checked.toString()).isTrue();
    }
    JsonNode event = admin.json("/api/v1/tenants/-/audit?action=audit.erase").path("items").path(0);
    assertThat(event.path("actor").asString()).isEqualTo("admin");
    assertThat(event.toString()).doesNotContain(name);
  }

  @Test
  void digestsWhatWasChangedOverTheApiBeforeAndAfter() {
    String at = "/api/v1/tenants/" + tenant;
    String name = "digest" + Ids.next().toString().substring(24);
    assertThat(post(at + "/members", MEMBER.formatted(name)).statusCode()).isEqualTo(201);
    assertThat(
            admin
                .call("DELETE", at + "/members/" + name + "/roles/tenant-viewer", "", csrf, null)
                .statusCode())
        .isEqualTo(204);
    for (String verb : List.of("disable", "enable")) {
      assertThat(post("/api/v1/accounts/" + name + "/" + verb, "").statusCode()).isEqualTo(200);
    }
    String digested = "digested" + Ids.next().toString().substring(24);
    assertThat(post("/api/v1/tenants", "{\"name\":\"" + digested + "\"}").statusCode())
        .isEqualTo(201);
    assertThat(post("/api/v1/tenants/" + digested + "/suspend", "{}").statusCode()).isEqualTo(200);

    JsonNode added = one(at + "/audit?action=member.add&subject=" + name);
    JsonNode removed = one(at + "/audit?action=member.remove&subject=" + name);
    assertThat(added.path("before").isNull()).isTrue();
    assertThat(added.path("after").asString())
        .hasSize(64)
        .isEqualTo(removed.path("before").asString());
    assertThat(removed.path("after").isNull()).isTrue();
    for (String action : List.of("account.disable", "account.enable")) {
      changed(one("/api/v1/tenants/-/audit?action=" + action + "&subject=" + name));
    }
    changed(one("/api/v1/tenants/" + digested + "/audit?action=tenant.suspend"));
  }

  private static JsonNode one(String path) {
    JsonNode items = admin.json(path).path("items");
    assertThat(items.size()).as(path).isEqualTo(1);
    return items.path(0);
  }

  private static void changed(JsonNode event) {
    assertThat(event.path("before").asString()).as(event.toString()).hasSize(64);
    assertThat(event.path("after").asString())
        .as(event.toString())
        .hasSize(64)
        .isNotEqualTo(event.path("before").asString());
  }
}
