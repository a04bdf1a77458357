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

/** Groups of tenants over HTTP: what they give, and that nobody gives by them what she lacks. */
class GroupsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static People people;

  @BeforeAll
  static void signIn() {
    people = new People(server);
  }

  private static HttpResponse<String> put(Browser browser, String path) {
    return browser.change("PUT", path, "", Map.of());
  }

  private static HttpResponse<String> delete(Browser browser, String path) {
    return browser.change("DELETE", path, "", Map.of());
  }

  @Test
  void letsATenantsAdminMakeAGroupGiveItARoleAndPutPeopleIntoIt() {
    String tenant = people.tenant("");
    Browser boss = people.member(tenant, "tenant-admin").browser();
    People.Person ada = people.member(tenant, "tenant-viewer");
    String group = People.groups(tenant) + "/crew";
    People.created(
        People.post(
            boss, People.groups(tenant), "{\"name\":\"crew\",\"displayName\":\"The crew\"}"));
    People.created(
        People.post(
            boss,
            People.members(tenant),
            "{\"username\":\"crew\",\"role\":\"tenant-operator\",\"kind\":\"group\"}"));
    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isFalse();

    assertThat(put(boss, group + "/members/" + ada.name()).statusCode()).isEqualTo(204);

    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isTrue();
    assertThat(boss.json(People.members(tenant) + "/" + ada.name() + "/rights").toString())
        .contains("\"group\":\"crew\"");
    JsonNode shown = boss.json(group);
    assertThat(shown.path("members").asInt()).isEqualTo(1);
    assertThat(shown.at("/roles/0/role").asString()).isEqualTo("tenant-operator");
    assertThat(boss.json(group + "/members").at("/items/0/username").asString())
        .isEqualTo(ada.name());
    assertThat(boss.json(People.members(tenant)).toString()).contains("\"kind\":\"group\"");

    assertThat(
            delete(boss, People.members(tenant) + "/crew/roles/tenant-operator?holder=group")
                .statusCode())
        .isEqualTo(204);
    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isFalse();
  }

  @Test
  void showsAPersonTheTenantThatSheSeesByAGroupAlone() {
    String tenant = people.tenant("");
    String crew = people.group(tenant, "tenant-viewer");
    People.Person ada = people.member(people.tenant(""), "tenant-viewer");
    put(people.admin(), People.groups(tenant) + "/" + crew + "/members/" + ada.name());

    assertThat(ada.browser().json("/api/v1/me").at("/permissions/tenants").has(tenant)).isTrue();
    assertThat(ada.browser().json("/api/v1/tenants").toString()).contains(tenant);
  }

  @Test
  void givesAGroupOfTheTenantAboveRolesBelowAndNoneOfAnotherTenants() {
    String tenant = people.tenant("");
    String below = people.tenant(tenant);
    Browser boss = people.member(tenant, "tenant-admin").browser();
    String crew = people.group(tenant, "tenant-viewer");
    String foreign = people.group(people.tenant(""), "tenant-viewer");
    String body = "{\"username\":\"%s\",\"role\":\"tenant-operator\",\"kind\":\"group\"}";
    String members = People.members(tenant + "~" + below);

    assertThat(People.post(boss, members, body.formatted(crew)).statusCode()).isEqualTo(201);
    assertThat(People.post(boss, members, body.formatted(foreign)).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesToPutSomebodyIntoAGroupThatHoldsMoreThanWhoAsks() {
    String tenant = people.tenant("");
    People.created(
        People.post(
            people.admin(),
            "/api/v1/tenants/" + tenant + "/roles",
            "{\"name\":\"lead\",\"permissions\":[\"tenant:read\",\"member:read\",\"member:write\"]}"));
    People.Person lead = people.member(tenant, "lead");
    String strong = people.group(tenant, "tenant-admin");
    String weak = people.group(tenant, "lead");

    HttpResponse<String> refused =
        put(lead.browser(), People.groups(tenant) + "/" + strong + "/members/" + lead.name());
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(people.allowed(lead.browser(), tenant, "secret:reveal")).isFalse();
    assertThat(
            put(lead.browser(), People.groups(tenant) + "/" + weak + "/members/" + lead.name())
                .statusCode())
        .isEqualTo(204);
    assertThat(
            People.post(
                    lead.browser(),
                    People.members(tenant),
                    "{\"username\":\"%s\",\"role\":\"tenant-admin\",\"kind\":\"group\"}"
                        .formatted(weak))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void tellsNobodyWhichAccountsThereAre() {
    String tenant = people.tenant("");
    Browser boss = people.member(tenant, "tenant-admin").browser();
    String crew = people.group(tenant, "tenant-viewer");
    String stranger = people.member(people.tenant(""), "tenant-viewer").name();
    String place = People.groups(tenant) + "/" + crew + "/members/";

    HttpResponse<String> known = put(boss, place + stranger);
    HttpResponse<String> unknown = put(boss, place + "nobody");
    assertThat(known.statusCode()).isEqualTo(404);
    assertThat(detail(known).replace(stranger, "X"))
        .isEqualTo(detail(unknown).replace("nobody", "X"));
  }

  @Test
  void endsWhatAGroupGaveWhenItIsDeletedAndAsksForItsTagWhenItIsRenamed() {
    String tenant = people.tenant("");
    String crew = people.group(tenant, "tenant-operator");
    String group = People.groups(tenant) + "/" + crew;
    People.Person ada = people.member(tenant, "tenant-viewer");
    put(people.admin(), group + "/members/" + ada.name());
    String seen = people.admin().get(group).headers().firstValue("ETag").orElseThrow();
    String change = "{\"displayName\":\"Night shift\"}";

    assertThat(people.admin().change("PUT", group, change, Map.of()).statusCode()).isEqualTo(428);
    Map<String, String> match = Map.of("If-Match", seen);
    assertThat(people.admin().change("PUT", group, change, match).statusCode()).isEqualTo(200);
    assertThat(people.admin().change("PUT", group, change, match).statusCode()).isEqualTo(412);

    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isTrue();
    assertThat(delete(people.admin(), group).statusCode()).isEqualTo(204);
    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isFalse();
    assertThat(people.admin().get(group).statusCode()).isEqualTo(404);
  }

  private static String detail(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body()).path("detail").asString();
  }
}
