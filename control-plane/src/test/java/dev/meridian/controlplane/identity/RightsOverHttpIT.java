package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Roles, what they give, and that what is taken is gone at once, over HTTP and two replicas. */
class RightsOverHttpIT {
  @RegisterExtension
  @Order(1)
  static final RunningControlPlane server = new RunningControlPlane(Map.of());

  @RegisterExtension
  @Order(2)
  static final RunningControlPlane other = new RunningControlPlane(Map.of(), server);

  private static Browser admin;

  @BeforeAll
  static void signIn() {
    admin = Browser.admin(server);
  }

  @Test
  void letsATenantsAdminMakeAndGiveRolesWithinWhatTheyHold() {
    String tenant = tenant("");
    Browser boss = member(tenant, "tenant-admin").browser();
    String roles = "/api/v1/tenants/" + tenant + "/roles";

    HttpResponse<String> made =
        post(
            boss,
            roles,
            "{\"name\":\"restarter\",\"permissions\":[\"tenant:read\",\"pod:write\"]}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    Person restarter = memberBy(boss, tenant, "restarter");

    assertThat(allowed(restarter.browser(), tenant, "pod:write")).isTrue();
    assertThat(allowed(restarter.browser(), tenant, "secret:read")).isFalse();
    assertThat(names(boss.json(roles))).contains("restarter", "tenant-operator");
    assertThat(names(boss.json(roles))).doesNotContain("platform-admin");
    assertThat(audited(tenant)).contains("role.create", "member.add");
  }

  @Test
  void refusesRolesAndBindingsThatGiveMoreThanTheirAuthorHolds() {
    String tenant = tenant("");
    Person boss = member(tenant, "tenant-admin");
    String roles = "/api/v1/tenants/" + tenant + "/roles";
    post(
        boss.browser(),
        roles,
        "{\"name\":\"lead\",\"permissions\":[\"tenant:read\",\"member:read\",\"member:write\",\"role:write\"]}");
    Person lead = memberBy(boss.browser(), tenant, "lead");

    assertProblem(
        post(lead.browser(), roles, "{\"name\":\"x\",\"permissions\":[\"secret:reveal\"]}"),
        403,
        "secret:reveal");
    assertProblem(
        post(
            lead.browser(),
            members(tenant),
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(fresh("friend"))),
        403,
        "secret:reveal");
    assertProblem(
        post(boss.browser(), roles, "{\"name\":\"x\",\"permissions\":[\"region:write\"]}"),
        422,
        "region:write");
    assertProblem(
        post(
            lead.browser(),
            members(tenant),
            "{\"username\":\"%s\",\"role\":\"platform-admin\"}".formatted(fresh("friend"))),
        403,
        "platform-admin");
  }

  @Test
  void hidesAccountsOfOthersFromATenantsAdmin() {
    String tenant = tenant("");
    Browser boss = member(tenant, "tenant-admin").browser();
    String stranger = member(tenant(""), "tenant-viewer").name();

    assertProblem(
        post(
            boss,
            members(tenant),
            "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(stranger)),
        409,
        "name-taken");
    HttpResponse<String> known = boss.get(members(tenant) + "/" + stranger + "/rights");
    String nobody = fresh("nobody");
    HttpResponse<String> unknown = boss.get(members(tenant) + "/" + nobody + "/rights");
    assertThat(known.statusCode()).isEqualTo(404);
    assertThat(detail(known).replace(stranger, "X"))
        .isEqualTo(detail(unknown).replace(nobody, "X"));
    HttpResponse<String> took = remove(boss, tenant, stranger, "tenant-viewer");
    HttpResponse<String> tookNobody = remove(boss, tenant, nobody, "tenant-viewer");
    assertThat(took.statusCode()).isEqualTo(404);
    assertThat(detail(took).replace(stranger, "X"))
        .isEqualTo(detail(tookNobody).replace(nobody, "X"));
  }

  @Test
  void changesARoleForItsHoldersAtOnceAndOnlyForThoseWhoHaveSeenIt() {
    String tenant = tenant("");
    Browser boss = member(tenant, "tenant-admin").browser();
    String roles = "/api/v1/tenants/" + tenant + "/roles";
    post(boss, roles, "{\"name\":\"ops\",\"permissions\":[\"tenant:read\",\"pod:write\"]}");
    Person holder = memberBy(boss, tenant, "ops");
    assertThat(allowed(holder.browser(), tenant, "pod:write")).isTrue();
    String seen = boss.get(roles + "/ops").headers().firstValue("ETag").orElseThrow();
    String change = "{\"permissions\":[\"tenant:read\"]}";

    assertThat(boss.change("PUT", roles + "/ops", change, Map.of()).statusCode()).isEqualTo(428);
    HttpResponse<String> changed =
        boss.change("PUT", roles + "/ops", change, Map.of("If-Match", seen));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);

    assertThat(allowed(holder.browser(), tenant, "pod:write")).isFalse();
    assertThat(boss.change("PUT", roles + "/ops", change, Map.of("If-Match", seen)).statusCode())
        .isEqualTo(412);
    assertProblem(boss.change("DELETE", roles + "/ops", "", Map.of()), 409, holder.name());
    remove(boss, tenant, holder.name(), "ops");
    assertThat(boss.change("DELETE", roles + "/ops", "", Map.of()).statusCode()).isEqualTo(204);
  }

  @Test
  void keepsWhoIsBoundToATenantAloneOutOfTheTenantsBelow() {
    String tenant = tenant("");
    String below = tenant(tenant);
    Person alone = member(tenant, "tenant-viewer", ",\"scope\":\"tenant\"");

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
    String tenant = tenant("");
    String below = tenant(tenant);
    Person viewer = member(tenant, "tenant-viewer");

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
    String tenant = tenant("");
    Browser viewer = member(tenant, "tenant-viewer").browser();
    assertProblem(
        viewer.get("/api/v1/tenants/" + tenant + "/can-i?permission=pod:fly"), 422, "pod:fly");
    assertThat(
            viewer
                .get("/api/v1/tenants/" + tenant("") + "/can-i?permission=pod:write")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWithinASecondAfterTheRightWent() throws Exception {
    String tenant = tenant("");
    Person watcher = member(tenant, "tenant-viewer");
    try (OpenStream stream = open(watcher, tenant)) {
      assertThat(remove(admin, tenant, watcher.name(), "tenant-viewer").statusCode())
          .isEqualTo(204);
      stream.assertEndsWithin(Duration.ofSeconds(1));
    }
    assertThat(watcher.on(other).get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(404);
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenTheAccountIsDisabled() throws Exception {
    String tenant = tenant("");
    Person watcher = member(tenant, "tenant-viewer");
    try (OpenStream stream = open(watcher, tenant)) {
      admin.change("POST", "/api/v1/accounts/" + watcher.name() + "/disable", "", Map.of());
      stream.assertEndsWithin(Duration.ofSeconds(1));
    }
  }

  @Test
  void endsAnOpenStreamOnAnotherReplicaWhenTheTenantMovesAway() throws Exception {
    String from = tenant("");
    String team = tenant(from);
    Person watcher = member(from, "tenant-viewer");
    try (OpenStream stream = open(watcher, from + "~" + team)) {
      HttpResponse<String> moved =
          post(
              admin,
              "/api/v1/tenants/" + from + "~" + team + "/move",
              "{\"parent\":\"%s\"}".formatted(tenant("")));
      assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
      stream.assertEndsWithin(Duration.ofSeconds(1));
    }
    assertThat(watcher.browser().get("/api/v1/tenants/" + from + "~" + team).statusCode())
        .isEqualTo(404);
  }

  private record Person(String name, String password, Browser browser) {
    Browser on(RunningControlPlane replica) {
      // Cookies know hosts, not ports: the session is that of the first replica.
      Browser there = new Browser(replica.url());
      browser.cookies().getCookieStore().getCookies().stream()
          .forEach(cookie -> there.cookies().getCookieStore().add(server.url(), cookie));
      return there;
    }
  }

  /** An event stream that somebody reads to its end. */
  private record OpenStream(HttpClient http, InputStream body, CompletableFuture<Void> end)
      implements AutoCloseable {
    void assertEndsWithin(Duration limit) throws InterruptedException, ExecutionException {
      try {
        end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("the stream is still open after " + limit, e);
      }
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }

  private static OpenStream open(Person watcher, String tenant)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().cookieHandler(watcher.on(other).cookies()).build();
    HttpResponse<InputStream> answer =
        http.send(
            HttpRequest.newBuilder(other.url().resolve("/api/v1/tenants/" + tenant + "/events"))
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    InputStream body = answer.body();
    assertThat(body.read()).as("first byte of the stream").isNotEqualTo(-1);
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              try {
                body.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // An end like any other.
                assertThat(e).isNotNull();
              }
            });
    return new OpenStream(http, body, end);
  }

  private static boolean allowed(Browser browser, String tenant, String permission) {
    return browser
        .json("/api/v1/tenants/" + tenant + "/can-i?permission=" + permission)
        .path("allowed")
        .asBoolean();
  }

  private static String tenant(String parent) {
    String name = fresh("tenant");
    String more = parent.isEmpty() ? "" : ",\"parent\":\"" + parent + "\"";
    HttpResponse<String> made =
        post(admin, "/api/v1/tenants", "{\"name\":\"%s\"%s}".formatted(name, more));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return name;
  }

  private static Person member(String tenant, String role) {
    return member(tenant, role, "");
  }

  private static Person member(String tenant, String role, String more) {
    return memberBy(admin, tenant, role, more);
  }

  private static Person memberBy(Browser giver, String tenant, String role) {
    return memberBy(giver, tenant, role, "");
  }

  private static Person memberBy(Browser giver, String tenant, String role, String more) {
    String name = fresh("person");
    HttpResponse<String> added =
        post(
            giver,
            members(tenant),
            "{\"username\":\"%s\",\"role\":\"%s\"%s}".formatted(name, role, more));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String password = Browser.JSON.readTree(added.body()).path("password").asString();
    Browser browser = new Browser(server.url());
    browser.signIn(name, password, "/");
    return new Person(name, password, browser);
  }

  private static HttpResponse<String> remove(
      Browser browser, String tenant, String name, String role) {
    return browser.change("DELETE", members(tenant) + "/" + name + "/roles/" + role, "", Map.of());
  }

  private static String members(String tenant) {
    return "/api/v1/tenants/" + tenant + "/members";
  }

  private static HttpResponse<String> post(Browser browser, String path, String body) {
    return browser.change("POST", path, body, Map.of());
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

  private static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }
}
