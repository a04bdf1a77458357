package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.NewsAlone;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Roles, what they give, and that what is taken is gone at once, over HTTP and two replicas, which
 * read rights anew only at the news of a change.
 */
class RightsOverHttpIT {
  @RegisterExtension
  @Order(1)
  static final RunningControlPlane server =
      new RunningControlPlane(Map.of(), null, NewsAlone.class);

  @RegisterExtension
  @Order(2)
  static final RunningControlPlane other =
      new RunningControlPlane(Map.of(), server, NewsAlone.class);

  /** Long for news on a busy machine, and nothing against what passes without them. */
  private static final Duration NEWS = Duration.ofSeconds(10);

  private static Browser admin;
  private static People people;

  @BeforeAll
  static void signIn() {
    people = new People(server);
    admin = people.admin();
  }

  @Test
  void letsATenantsAdminMakeAndGiveRolesWithinWhatTheyHold() {
    String tenant = people.tenant("");
    Browser boss = people.member(tenant, "tenant-admin").browser();
    String roles = "/api/v1/tenants/" + tenant + "/roles";

    HttpResponse<String> made =
        People.post(
            boss,
            roles,
            "{\"name\":\"restarter\",\"permissions\":[\"tenant:read\",\"pod:write\"]}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    People.Person restarter = people.memberBy(boss, tenant, "restarter");

    assertThat(people.allowed(restarter.browser(), tenant, "pod:write")).isTrue();
    assertThat(people.allowed(restarter.browser(), tenant, "secret:read")).isFalse();
    assertThat(names(boss.json(roles))).contains("restarter", "tenant-operator");
    assertThat(names(boss.json(roles))).doesNotContain("platform-admin");
    assertThat(audited(tenant)).contains("role.create", "member.add");
  }

  @Test
  void refusesRolesAndBindingsThatGiveMoreThanTheirAuthorHolds() {
    String tenant = people.tenant("");
    People.Person boss = people.member(tenant, "tenant-admin");
    String roles = "/api/v1/tenants/" + tenant + "/roles";
    People.post(
        boss.browser(),
        roles,
        "{\"name\":\"lead\",\"permissions\":[\"tenant:read\",\"member:read\",\"member:write\",\"role:write\"]}");
    People.Person lead = people.memberBy(boss.browser(), tenant, "lead");

    assertProblem(
        People.post(lead.browser(), roles, "{\"name\":\"x\",\"permissions\":[\"secret:reveal\"]}"),
        403,
        "secret:reveal");
    assertProblem(
        People.post(
            lead.browser(),
            People.members(tenant),
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(People.fresh("friend"))),
        403,
        "secret:reveal");
    assertProblem(
        People.post(boss.browser(), roles, "{\"name\":\"x\",\"permissions\":[\"region:write\"]}"),
        422,
        "region:write");
    assertProblem(
        People.post(
            lead.browser(),
            People.members(tenant),
            "{\"username\":\"%s\",\"role\":\"platform-admin\"}".formatted(People.fresh("friend"))),
        403,
        "platform-admin");
  }

  @Test
  void letsWhoWritesSecretsAloneNotPushThemIntoPodsOutsideOfTheWindows() {
    String tenant = people.tenant("");
    String secrets = "/api/v1/tenants/" + tenant + "/secrets";
    Browser boss = people.member(tenant, "tenant-admin").browser();
    People.post(
        boss,
        "/api/v1/tenants/" + tenant + "/roles",
        "{\"name\":\"writer\",\"permissions\":[\"tenant:read\",\"secret:write\"]}");
    Browser writer = people.memberBy(boss, tenant, "writer").browser();
    HttpResponse<String> made =
        People.created(People.post(writer, secrets, "{\"path\":\"a/b\",\"text\":\"one\"}"));
    String versions =
        secrets
            + "/"
            + Browser.JSON.readTree(made.body()).at("/secret/id").asString()
            + "/versions";

    assertProblem(People.post(writer, versions + "?now=true", "{\"text\":\"two\"}"), 403, "plan");
    People.created(People.post(writer, versions, "{\"text\":\"two\"}"));
  }

  @Test
  void hidesAccountsOfOthersFromATenantsAdmin() {
    String tenant = people.tenant("");
    Browser boss = people.member(tenant, "tenant-admin").browser();
    String stranger = people.member(people.tenant(""), "tenant-viewer").name();

    assertProblem(
        People.post(
            boss,
            People.members(tenant),
            "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(stranger)),
        409,
        "name-taken");
    HttpResponse<String> known = boss.get(People.members(tenant) + "/" + stranger + "/rights");
    String nobody = People.fresh("nobody");
    HttpResponse<String> unknown = boss.get(People.members(tenant) + "/" + nobody + "/rights");
    assertThat(known.statusCode()).isEqualTo(404);
    assertThat(detail(known).replace(stranger, "X"))
        .isEqualTo(detail(unknown).replace(nobody, "X"));
    HttpResponse<String> took = people.remove(boss, tenant, stranger, "tenant-viewer");
    HttpResponse<String> tookNobody = people.remove(boss, tenant, nobody, "tenant-viewer");
    assertThat(took.statusCode()).isEqualTo(404);
    assertThat(detail(took).replace(stranger, "X"))
        .isEqualTo(detail(tookNobody).replace(nobody, "X"));
  }

  @Test
  void changesARoleForItsHoldersAtOnceAndOnlyForThoseWhoHaveSeenIt() {
    String tenant = people.tenant("");
    Browser boss = people.member(tenant, "tenant-admin").browser();
    String roles = "/api/v1/tenants/" + tenant + "/roles";
    People.post(boss, roles, "{\"name\":\"ops\",\"permissions\":[\"tenant:read\",\"pod:write\"]}");
    People.Person holder = people.memberBy(boss, tenant, "ops");
    assertThat(people.allowed(holder.browser(), tenant, "pod:write")).isTrue();
    String seen = boss.get(roles + "/ops").headers().firstValue("ETag").orElseThrow();
    String change = "{\"permissions\":[\"tenant:read\"]}";

    assertThat(boss.change("PUT", roles + "/ops", change, Map.of()).statusCode()).isEqualTo(428);
    HttpResponse<String> changed =
        boss.change("PUT", roles + "/ops", change, Map.of("If-Match", seen));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);

    assertThat(people.allowed(holder.browser(), tenant, "pod:write")).isFalse();
    assertThat(boss.change("PUT", roles + "/ops", change, Map.of("If-Match", seen)).statusCode())
        .isEqualTo(412);
    assertProblem(boss.change("DELETE", roles + "/ops", "", Map.of()), 409, holder.name());
    people.remove(boss, tenant, holder.name(), "ops");
    assertThat(boss.change("DELETE", roles + "/ops", "", Map.of()).statusCode()).isEqualTo(204);
  }

  @Test
  void keepsWhoIsBoundToATenantAloneOutOfTheTenantsBelow() {
    String tenant = people.tenant("");
    String below = people.tenant(tenant);
    People.Person alone = people.member(tenant, "tenant-viewer", ",\"scope\":\"tenant\"");

    assertThat(alone.browser().get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(200);
    assertThat(alone.browser().get("/api/v1/tenants/" + tenant + "~" + below).statusCode())
        .isEqualTo(404);
    List<String> paths = new ArrayList<>();
    alone
        .browser()
        .json("/api/v1/tenants")
        .path("items")
        .forEach(item -> paths.add(item.path("path").asString()));
    assertThat(paths).containsExactly(tenant);
  }

  @Test
  void saysWhyAMemberMay() {
    String tenant = people.tenant("");
    String below = people.tenant(tenant);
    People.Person viewer = people.member(tenant, "tenant-viewer");

    JsonNode rights =
        admin.json(
            "/api/v1/tenants/" + tenant + "~" + below + "/members/" + viewer.name() + "/rights");
    assertThat(rights.toString())
        .contains("\"permission\":\"log:read\"", "\"role\":\"tenant-viewer\"")
        .contains("\"tenantPath\":\"" + tenant + "\"")
        .doesNotContain("instance:write");
  }

  @Test
  void answersCanIForUnknownPermissionsAndTenants() {
    String tenant = people.tenant("");
    Browser viewer = people.member(tenant, "tenant-viewer").browser();
    assertProblem(
        viewer.get("/api/v1/tenants/" + tenant + "/can-i?permission=pod:fly"), 422, "pod:fly");
    assertThat(
            viewer
                .get("/api/v1/tenants/" + people.tenant("") + "/can-i?permission=pod:write")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenItHearsThatTheRightWent() throws Exception {
    String tenant = people.tenant("");
    People.Person watcher = people.member(tenant, "tenant-viewer");
    try (OpenStream stream = OpenStream.of(watcher, other, tenant)) {
      assertThat(people.remove(admin, tenant, watcher.name(), "tenant-viewer").statusCode())
          .isEqualTo(204);
      stream.assertEndsWithin(NEWS);
    }
    assertThat(watcher.on(other).get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(404);
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenSomebodyLeavesTheGroupThatGaveTheRight()
      throws Exception {
    String tenant = people.tenant("");
    People.Person watcher = people.member(people.tenant(""), "tenant-viewer");
    String crew = people.group(tenant, "tenant-viewer");
    String place = People.groups(tenant) + "/" + crew + "/members/" + watcher.name();
    assertThat(admin.change("PUT", place, "", Map.of()).statusCode()).isEqualTo(204);
    try (OpenStream stream = OpenStream.of(watcher, other, tenant)) {
      assertThat(admin.change("DELETE", place, "", Map.of()).statusCode()).isEqualTo(204);
      stream.assertEndsWithin(NEWS);
    }
    assertThat(watcher.on(other).get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(404);
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenTheAccountIsDisabled() throws Exception {
    String tenant = people.tenant("");
    People.Person watcher = people.member(tenant, "tenant-viewer");
    try (OpenStream stream = OpenStream.of(watcher, other, tenant)) {
      admin.change("POST", "/api/v1/accounts/" + watcher.name() + "/disable", "", Map.of());
      stream.assertEndsWithin(NEWS);
    }
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenItsSignInIsEnded() throws Exception {
    String tenant = people.tenant("");
    People.Person watcher = people.member(tenant, "tenant-viewer");
    String signIns = "/api/v1/accounts/" + watcher.name() + "/sessions";
    try (OpenStream stream = OpenStream.of(watcher, other, tenant)) {
      for (JsonNode signIn : admin.json(signIns).path("items")) {
        String path = signIns + "/" + signIn.path("id").asString();
        assertThat(admin.change("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);
      }
      stream.assertEndsWithin(NEWS);
    }
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenTheTenantMovesAway() throws Exception {
    String from = people.tenant("");
    String team = people.tenant(from);
    People.Person watcher = people.member(from, "tenant-viewer");
    try (OpenStream stream = OpenStream.of(watcher, other, from + "~" + team)) {
      HttpResponse<String> moved =
          People.post(
              admin,
              "/api/v1/tenants/" + from + "~" + team + "/move",
              "{\"parent\":\"%s\"}".formatted(people.tenant("")));
      assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
      stream.assertEndsWithin(NEWS);
    }
    assertThat(watcher.browser().get("/api/v1/tenants/" + from + "~" + team).statusCode())
        .isEqualTo(404);
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("items").forEach(item -> names.add(item.path("name").asString()));
    return names;
  }

  private static List<String> audited(String tenant) {
    return server
        .get(dev.meridian.tenancy.Scopes.class)
        .asSystem(
            dev.meridian.tenancy.SystemJob.MAINTENANCE,
            () ->
                server
                    .get(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql(
                        "select action from audit_event e join tenant t on t.id = e.tenant_id where t.name = ?")
                    .param(tenant)
                    .query(String.class)
                    .list());
  }

  private static String detail(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body()).path("detail").asString();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String text) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(text);
  }
}
