package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways to more than one holds, each of them closed. */
class EscalationIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static People people;
  private static Browser admin;

  @BeforeAll
  static void signIn() {
    people = new People(server);
    admin = people.admin();
  }

  @Test
  void roleWithTheNameOfAStrongerOneAboveStandsInForItNowhere() {
    String parent = people.tenant("");
    String child = parent + "~" + people.tenant(parent);
    Browser boss = people.member(parent, "tenant-admin").browser();
    role(boss, parent, "deployer", "tenant:read", "secret:reveal", "instance:write");
    String program = People.fresh("program");
    People.created(
        People.post(
            boss,
            "/api/v1/tenants/" + child + "/service-accounts",
            "{\"username\":\"%s\",\"role\":\"deployer\"}".formatted(program)));
    role(admin, parent, "keeper", "tenant:read", "member:read", "member:write", "role:write");
    Browser keeper = people.member(child, "keeper").browser();
    HttpResponse<String> weak =
        People.post(
            keeper,
            "/api/v1/tenants/" + child + "/roles",
            "{\"name\":\"deployer\",\"permissions\":[\"tenant:read\"]}");
    assertThat(weak.statusCode()).as(weak.body()).isEqualTo(201);

    HttpResponse<String> key =
        People.post(
            keeper,
            "/api/v1/tenants/" + child + "/service-accounts/" + program + "/keys",
            "{\"name\":\"mine\"}");
    assertThat(key.statusCode()).as(key.body()).isEqualTo(403);
    assertThat(key.body()).contains("may do more than you may");
    HttpResponse<String> again =
        People.post(
            keeper,
            People.members(child),
            "{\"username\":\"%s\",\"role\":\"deployer\",\"kind\":\"service-account\"}"
                .formatted(program));
    assertThat(again.statusCode()).as("the other role is said to be there").isEqualTo(409);
    assertThat(again.body()).contains("Take that one away first");
  }

  @Test
  void nobodyMovesATenantToWhereTheyHoldMore() {
    String from = people.tenant("");
    String team = from + "~" + people.tenant(from);
    String to = people.tenant("");
    role(admin, from, "mover", "tenant:read", "tenant:write");
    People.Person mover = people.member(from, "mover");
    People.created(
        People.post(
            admin,
            People.members(to),
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(mover.name())));

    HttpResponse<String> moved =
        People.post(
            mover.browser(),
            "/api/v1/tenants/" + team + "/move",
            "{\"parent\":\"%s\"}".formatted(to));
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(403);
    assertThat(moved.body()).contains("secret:reveal");
  }

  @Test
  void roleForATenantAloneSuspendsMovesAndDeletesNothingBelowIt() {
    String parent = people.tenant("");
    String child = parent + "~" + people.tenant(parent);
    People.Person person = people.member(parent, "tenant-viewer");
    People.created(
        People.post(
            admin,
            People.members(parent),
            "{\"username\":\"%s\",\"role\":\"tenant-admin\",\"scope\":\"tenant\"}"
                .formatted(person.name())));
    String path = "/api/v1/tenants/" + child;
    assertForbidden(People.post(person.browser(), path + "/suspend", "{}"));
    assertForbidden(
        People.post(person.browser(), path + "/move", "{\"parent\":\"%s\"}".formatted(parent)));
    assertForbidden(
        person
            .browser()
            .change(
                "DELETE",
                path,
                "{\"confirm\":\"%s\",\"graceDays\":0}".formatted(child.replace('~', '/')),
                Map.of()));
  }

  @Test
  void roleOnThePlatformReachesEverywhereOrIsNotGiven() {
    HttpResponse<String> narrow =
        People.post(
            admin,
            People.members("-"),
            "{\"username\":\"%s\",\"role\":\"platform-auditor\",\"scope\":\"tenant\"}"
                .formatted(People.fresh("auditor")));
    assertThat(narrow.statusCode()).as(narrow.body()).isEqualTo(422);
    assertThat(narrow.body()).contains("/scope");
  }

  @Test
  void makingTenantsIsNoRightToDisablePeopleOrToReadTheirSignIns() {
    role(admin, "-", "maker", "tenant:read", "tenant:write");
    Browser maker = people.member("-", "maker").browser();
    assertForbidden(People.post(maker, "/api/v1/accounts/admin/disable", ""));
    assertForbidden(maker.get("/api/v1/accounts/admin/sessions"));
  }

  private static void role(Browser author, String tenant, String name, String... permissions) {
    People.created(
        People.post(
            author,
            "/api/v1/tenants/" + tenant + "/roles",
            "{\"name\":\"%s\",\"permissions\":[\"%s\"]}"
                .formatted(name, String.join("\",\"", permissions))));
  }

  private static void assertForbidden(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
  }
}
