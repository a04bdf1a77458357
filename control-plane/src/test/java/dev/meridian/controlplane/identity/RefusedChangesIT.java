package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Who tried what they may not, or what a limit or a protection forbids, is on record. */
class RefusedChangesIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static People people;

  @BeforeAll
  static void signIn() {
    people = new People(server);
  }

  @Test
  void recordsThatSomebodyTriedToGiveMoreThanTheyHold() {
    String tenant = people.tenant("");
    people
        .admin()
        .change(
            "POST",
            "/api/v1/tenants/" + tenant + "/roles",
            "{\"name\":\"lead\",\"permissions\":[\"tenant:read\",\"member:read\",\"member:write\"]}",
            Map.of());
    People.Person lead = people.member(tenant, "lead");

    HttpResponse<String> refused =
        People.post(
            lead.browser(),
            People.members(tenant),
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(People.fresh("friend")));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    JsonNode event = only(tenant);
    assertThat(event.path("actor").asString()).isEqualTo(lead.name());
    assertThat(event.path("subject").asString()).isEqualTo("POST " + People.members(tenant));
    assertThat(event.path("result").asString()).isEqualTo("forbidden");
    assertThat(event.path("outcome").asString()).isEqualTo("REFUSED");
    assertThat(event.path("traceId").asString())
        .isEqualTo(Browser.JSON.readTree(refused.body()).path("traceId").asString());
  }

  @Test
  void recordsWhatAProtectionForbidsOnceInAMinute() {
    String tenant = people.tenant("");
    String path = "/api/v1/tenants/" + tenant;
    people.admin().change("PUT", path + "/protection", "{\"deletionProtection\":true}", Map.of());
    for (int time = 0; time < 3; time++) {
      HttpResponse<String> refused =
          people.admin().change("DELETE", path, "{\"confirm\":\"%s\"}".formatted(tenant), Map.of());
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    }

    assertThat(only(tenant).path("result").asString()).isEqualTo("conflict");
    JsonNode protect =
        people.admin().json(path + "/audit?action=tenant.protect").path("items").path(0);
    assertThat(protect.path("before").asString())
        .hasSize(64)
        .isNotEqualTo(protect.path("after").asString());
  }

  @Test
  void recordsNoMistakesAndNothingThatWasOnlyRead() {
    String tenant = people.tenant("");
    String path = "/api/v1/tenants/" + tenant;
    assertThat(People.post(people.admin(), path + "/roles", "{}").statusCode()).isEqualTo(422);
    assertThat(people.admin().get(path + "/roles/none").statusCode()).isEqualTo(404);

    assertThat(refused(tenant).size()).isZero();
  }

  private static JsonNode only(String tenant) {
    JsonNode events = refused(tenant);
    assertThat(events.size()).as(events.toString()).isEqualTo(1);
    return events.path(0);
  }

  private static JsonNode refused(String tenant) {
    return people
        .admin()
        .json("/api/v1/tenants/" + tenant + "/audit?action=request.refused")
        .path("items");
  }
}
