package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import dev.meridian.tenancy.database.Database;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Deleting tenants over HTTP. */
class TenantDeletionIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;
  private static Doomed doomed;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    doomed = new Doomed(server, admin);
    doomed.publish();
  }

  private static HttpResponse<String> delete(String tenant, String more) {
    return doomed.change(
        "DELETE", Doomed.path(tenant), "{\"confirm\":\"%s\"%s}".formatted(tenant, more));
  }

  private static HttpResponse<String> role(Browser browser, String tenant) {
    return browser.change(
        "POST",
        Doomed.path(tenant) + "/roles",
        "{\"name\":\"%s\",\"permissions\":[\"tenant:read\"]}".formatted(Doomed.fresh("role")),
        Map.of());
  }

  @Test
  void refusesChangesAtOnceThereAndBelowAndGivesEverythingBack() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    Browser boss = doomed.member(top, "tenant-admin");
    doomed.ok(200, doomed.change("POST", Doomed.path(team) + "/suspend", "{\"reason\":\"bills\"}"));
    assertThat(
            boss.change("DELETE", Doomed.path(top), "{\"confirm\":\"%s\"}".formatted(top), Map.of())
                .statusCode())
        .as("nobody deletes their own tenant")
        .isEqualTo(403);

    JsonNode begun = doomed.ok(202, delete(top, ",\"reason\":\"left us\""));

    assertThat(begun.path("state").asString()).isEqualTo("GRACE");
    assertThat(begun.path("askedBy").asString()).isEqualTo("admin");
    assertThat(Instant.parse(begun.path("graceEndsAt").asString()))
        .isEqualTo(Instant.parse(begun.path("askedAt").asString()).plus(Duration.ofDays(7)));
    for (String tenant : new String[] {top, team}) {
      assertThat(admin.json(Doomed.path(tenant)).path("state").asString()).isEqualTo("DELETING");
      for (Browser somebody : new Browser[] {boss, admin}) {
        HttpResponse<String> refused = role(somebody, tenant);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("problems/tenant-deleting", "left us");
        assertThat(somebody.get(Doomed.path(tenant) + "/instances").statusCode()).isEqualTo(200);
      }
      assertThat(
              doomed
                  .change(
                      "POST",
                      "/api/v1/tenants",
                      "{\"name\":\"late\",\"parent\":\"%s\"}".formatted(tenant))
                  .statusCode())
          .isEqualTo(409);
    }
    assertThat(doomed.change("POST", Doomed.path(top) + "/suspend", "{}").statusCode())
        .isEqualTo(409);
    assertThat(
            admin
                .change("PUT", Doomed.path(top) + "/limits", "{}", Map.of("If-Match", "*"))
                .statusCode())
        .isEqualTo(409);
    assertThat(doomed.change("POST", Doomed.path(team) + "/restore", "").statusCode())
        .as("what goes along is restored with the tenant above")
        .isEqualTo(409);

    JsonNode restored = doomed.ok(200, doomed.change("POST", Doomed.path(top) + "/restore", ""));

    assertThat(restored.path("state").asString()).isEqualTo("RESTORED");
    assertThat(restored.path("restoredBy").asString()).isEqualTo("admin");
    assertThat(admin.json(Doomed.path(top)).path("state").asString()).isEqualTo("ACTIVE");
    assertThat(admin.json(Doomed.path(team)).path("state").asString()).isEqualTo("SUSPENDED");
    assertThat(admin.json(Doomed.path(team)).path("stateReason").asString()).isEqualTo("bills");
    assertThat(role(boss, top).statusCode()).isEqualTo(201);
    assertThat(doomed.change("POST", Doomed.path(top) + "/restore", "").statusCode())
        .isEqualTo(409);
  }

  @Test
  void endsWithASignedReportAndFreesTheName() {
    String top = doomed.tenant("");
    UUID id = doomed.id(top);
    doomed.instance(top);
    doomed.secret(id);
    doomed.ok(202, delete(top, ""));
    JsonNode begun = doomed.ok(202, delete(top, ",\"graceDays\":0"));
    String deletion = "/api/v1/tenant-deletions/" + begun.path("id").asString();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> admin.json(deletion).path("state").asString().equals("DONE"));

    JsonNode answer = admin.json(deletion + "/report");
    SignedReport report =
        new SignedReport(
            answer.path("statement").asString(),
            answer.path("key").path("version").asInt(),
            answer.path("signature").asString());
    AnchorKeys.PublicKey key =
        new AnchorKeys.PublicKey(
            answer.path("key").path("version").asInt(), answer.path("key").path("key").asString());
    assertThat(report.isSignedBy(key)).isTrue();
    assertThat(report.digest().hex()).isEqualTo(answer.path("digest").asString());
    assertThat(admin.json("/api/v1/audit/keys").toString()).contains(key.fingerprint());
    JsonNode statement = Browser.JSON.readTree(report.statement());
    assertThat(statement.path("tenant").path("path").asString()).isEqualTo(top);
    assertThat(statement.path("total").path("instances").asInt()).isEqualTo(1);
    assertThat(report.statement()).doesNotContain("admin");
    assertThat(
            Awaitility.await()
                .until(
                    () -> admin.json("/api/v1/tenants/-/audit?action=tenant.delete-end").toString(),
                    log -> log.contains(answer.path("digest").asString())))
        .isNotEmpty();
    assertThat(admin.get(Doomed.path(top)).statusCode()).isEqualTo(404);
    assertThat(admin.json("/api/v1/tenants?limit=500").toString()).doesNotContain(top);
    assertThat(admin.json(Doomed.path(id.toString()) + "/audit").toString())
        .as("its audit log stays")
        .contains("tenant.deleted");
    assertThat(admin.json("/api/v1/tenant-deletions").toString()).contains(id.toString());
    doomed.ok(201, doomed.change("POST", "/api/v1/tenants", "{\"name\":\"%s\"}".formatted(top)));
    assertThat(doomed.id(top)).isNotEqualTo(id);
  }

  @Test
  void showsTheStepsOfTenantsToWhoMaySeeThem() {
    String top = doomed.tenant("");
    String one = doomed.tenant(top);
    String other = doomed.tenant(top);
    Browser member = doomed.member(one, "tenant-viewer");
    doomed.ok(202, delete(top, ",\"graceDays\":1"));

    String path = Doomed.path(one) + "/deletion";
    assertThat(admin.json(path).path("steps").toString()).contains(one, other);
    assertThat(member.json(path).path("steps").toString()).contains(one).doesNotContain(other);
  }

  @Test
  void wantsThePathRepeatedAndNeverTakesThePlatform() {
    String top = doomed.tenant("");

    assertThat(doomed.change("DELETE", Doomed.path(top), "{\"confirm\":\"another\"}").statusCode())
        .isEqualTo(422);
    assertThat(delete(top, ",\"graceDays\":-1").statusCode()).isEqualTo(422);
    assertThat(delete("-", ",\"graceDays\":0").statusCode()).isEqualTo(409);
    assertThat(admin.json(Doomed.path(top)).path("state").asString()).isEqualTo("ACTIVE");
    assertThat(admin.get(Doomed.path(top) + "/deletion").statusCode()).isEqualTo(404);
  }

  @Test
  void keepsWhatIsProtectedUntilTheProtectionIsTakenOff() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    String web = doomed.instance(team);
    String ofTeam = Doomed.path(team) + "/protection";
    String ofWeb = Doomed.path(team) + "/instances/" + web + "/protection";
    String on = "{\"deletionProtection\":true}";
    String off = "{\"deletionProtection\":false}";

    doomed.ok(200, doomed.change("PUT", ofTeam, on));
    assertThat(delete(top, "").body()).contains("Protected from deletion", team);
    doomed.ok(200, doomed.change("PUT", ofTeam, off));
    JsonNode kept = doomed.ok(200, doomed.change("PUT", ofWeb, on));
    assertThat(kept.path("deletionProtection").asBoolean()).isTrue();
    assertThat(delete(top, "").body()).contains("Protected from deletion", web);
    HttpResponse<String> uninstall =
        admin.change(
            "DELETE", Doomed.path(team) + "/instances/" + web, "{}", Map.of("If-Match", "*"));
    assertThat(uninstall.statusCode()).as(uninstall.body()).isEqualTo(409);

    doomed.ok(200, doomed.change("PUT", ofWeb, off));
    assertThat(admin.json(ofWeb).path("deletionProtection").asBoolean(true)).isFalse();
    doomed.ok(202, delete(top, ""));
    assertThat(doomed.change("PUT", ofTeam, on).statusCode())
        .as("nothing is protected any more once it goes")
        .isEqualTo(409);
  }

  @Test
  void takesTenantsWithNamesAndStatesThatWouldBeRefusedToday() throws SQLException {
    String odd = "Was Fine Once_";
    UUID id = doomed.id(doomed.tenant(""));
    UUID strange = doomed.id(doomed.tenant(""));
    try (Connection owner = server.get(Database.class).access().connectAsOwner();
        var statement = owner.createStatement()) {
      statement.execute("alter table tenant drop constraint tenant_name_check");
      statement.execute("alter table tenant drop constraint tenant_state_check");
    }
    doomed.write("update tenant set name = ? where id = ?", odd, id);
    doomed.write("update tenant set state = 'ARCHIVED_2019' where id = ?", strange);

    doomed.ok(200, doomed.change("POST", Doomed.path(id.toString()) + "/suspend", "{}"));
    doomed.ok(200, doomed.change("POST", Doomed.path(strange.toString()) + "/suspend", "{}"));
    doomed.write("update tenant set state = 'ARCHIVED_2019' where id = ?", strange);
    for (UUID tenant : new UUID[] {id, strange}) {
      String path = admin.json(Doomed.path(tenant.toString())).path("path").asString();
      JsonNode begun =
          doomed.ok(
              202,
              doomed.change(
                  "DELETE",
                  Doomed.path(tenant.toString()),
                  "{\"confirm\":\"%s\",\"graceDays\":0}".formatted(path)));
      String deletion = "/api/v1/tenant-deletions/" + begun.path("id").asString();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.json(deletion).path("state").asString().equals("DONE"));
    }
  }
}
