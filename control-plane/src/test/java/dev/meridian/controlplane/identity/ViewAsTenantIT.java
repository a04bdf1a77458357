package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Device;
import dev.meridian.controlplane.testing.Replicas;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What a view of a tenant shows, refuses and leaves behind, over HTTP and two replicas. */
class ViewAsTenantIT {
  @RegisterExtension static final Replicas replicas = new Replicas(Map.of());

  private static final RunningControlPlane first = replicas.first();
  private static final RunningControlPlane second = replicas.second();
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String VIEW = "/api/v1/me/view";
  private static final Set<String> READING = Set.of("get", "head", "options");

  private static People people;

  private String acme;
  private String team;
  private String globex;

  @BeforeAll
  static void signIn() {
    people = new People(first);
  }

  @BeforeEach
  void makeTenants() {
    acme = people.tenant("");
    team = people.tenant(acme);
    globex = people.tenant("");
  }

  @Test
  void showsTheTenantWithAllBelowItAndNothingElseOnBothReplicas() {
    People.Person admin = people.member("-", "platform-admin");
    assertThat(begin(admin.browser(), acme).statusCode()).isEqualTo(200);

    for (RunningControlPlane replica : replicas.both()) {
      Browser browser = admin.on(replica);
      awaitViewing(browser, acme);
      assertThat(paths(browser)).containsExactlyInAnyOrder(acme, acme + "/" + team);
      assertThat(status(browser, "tenants/" + acme)).isEqualTo(200);
      assertThat(status(browser, "tenants/" + acme + "~" + team)).isEqualTo(200);
      for (String part : List.of("members", "audit", "instances", "quota", "overview", "roles")) {
        assertThat(status(browser, "tenants/" + acme + "/" + part)).as(part).isEqualTo(200);
      }
      assertThat(status(browser, "tenants/" + globex)).isEqualTo(404);
      assertThat(detail(browser, "tenants/" + globex).replace(globex, "X"))
          .isEqualTo(detail(browser, "tenants/nobody").replace("nobody", "X"));
      for (String page :
          List.of("nodes", "accounts", "events", "overview", "tenants/-/audit", "tenants/-")) {
        assertThat(status(browser, page)).as(page).isIn(403, 404);
      }
      assertThat(browser.get("/actuator/prometheus").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void showsNeitherWhatIsAboveTheTenantNorWhatThePersonDoesNotHaveItself() {
    People.Person admin = people.member("-", "platform-admin");
    People.Person boss = people.member(acme, "tenant-admin");
    begin(admin.browser(), acme + "/" + team);
    begin(boss.browser(), acme + "/" + team);

    assertThat(status(admin.browser(), "tenants/" + acme)).isEqualTo(404);
    assertThat(status(boss.browser(), "tenants/" + acme)).isEqualTo(404);
    String secrets = "tenants/" + acme + "~" + team + "/secrets";
    assertThat(status(admin.browser(), secrets)).as("no platform role sees secrets").isEqualTo(403);
    assertThat(status(boss.browser(), secrets)).isEqualTo(200);
  }

  @Test
  void saysInMeAndInEachAnswerThatItIsOn() {
    People.Person admin = people.member("-", "platform-admin");
    HttpResponse<String> begun = begin(admin.browser(), acme);
    JsonNode me = admin.browser().json("/api/v1/me");

    assertThat(me.path("viewing")).isEqualTo(Browser.JSON.readTree(begun.body()));
    assertThat(Instant.parse(me.path("viewing").path("until").asString()))
        .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
    assertThat(me.path("bindings").size()).isEqualTo(1);
    assertThat(me.path("bindings").path(0).path("role").asString()).isEqualTo("tenant-admin");
    assertThat(me.path("permissions").path("platform").values().stream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("package:read", "region:read");
    assertThat(me.path("permissions").path("tenants").path(acme).values())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.asString()).endsWith(":read"));
    for (String path : List.of("me", "tenants", "tenants/" + globex)) {
      assertThat(admin.browser().get("/api/v1/" + path).headers().firstValue("Meridian-Viewing"))
          .as(path)
          .contains(acme);
    }
  }

  @Test
  void refusesEveryOperationThatDoesNotReadAndRecordsIt() throws IOException {
    People.Person admin = people.member("-", "platform-admin");
    String csrf = admin.browser().json("/api/v1/me").path("csrfToken").asString();
    begin(admin.browser(), acme);

    List<String> passed = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    JsonNode document =
        Browser.JSON.readTree(Files.readString(Path.of("..", "docs", "openapi.json")));
    document
        .path("paths")
        .forEachEntry(
            (path, operations) ->
                operations.propertyNames().stream()
                    .filter(method -> !READING.contains(method) && !path.equals(VIEW))
                    .forEach(
                        method ->
                            asked.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
    for (String operation : asked) {
      String[] parts = operation.split(" ");
      String path =
          parts[1].replace("{tenant}", acme).replaceAll("\\{[^}]+}", Ids.next().toString());
      HttpResponse<String> answer = admin.browser().call(parts[0], path, "{}", csrf, null);
      if (answer.statusCode() != 403 || !answer.body().contains("/problems/viewing-only")) {
        passed.add(operation + ": " + answer.statusCode() + " " + answer.body());
      }
    }

    assertThat(asked).hasSizeGreaterThan(60);
    assertThat(passed).as("operations that a view lets through").isEmpty();
    HttpResponse<String> refused =
        admin.browser().call("POST", "/api/v1/tenants", "{\"name\":\"x\"}", csrf, null);
    assertThat(detail(refused)).contains("'" + acme + "'", "view-as --end");
    assertThat(results("request.denied", admin.name())).containsOnly("viewing-only");
  }

  @Test
  void belongsToTheSignInThatBeganItAndLeavesOthersOfTheAccountAlone() {
    People.Person person = people.member("-", "platform-admin");
    Browser web = person.browser();
    String token =
        Device.connect(first, person.name(), person.password()).path("access_token").asString();
    Browser cli = new Browser(first.url());
    String other = "/api/v1/tenants/" + globex;

    HttpResponse<String> begun =
        cli.call("PUT", VIEW, "{\"tenant\":\"%s\"}".formatted(acme), null, token);

    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      assertThat(cli.call("GET", other, "", null, token).statusCode()).isEqualTo(404);
      assertThat(web.get(other).statusCode()).isEqualTo(200);
    }
    assertThat(cli.call("POST", "/api/v1/tenants", "{}", null, token).body())
        .contains("viewing-only");
    assertThat(web.json("/api/v1/me").path("viewing").isNull()).isTrue();
    assertThat(cli.call("DELETE", VIEW, "", null, token).statusCode()).isEqualTo(204);
    assertThat(cli.call("GET", other, "", null, token).statusCode()).isEqualTo(200);
  }

  @Test
  void endsOnBothReplicasWithinASecondAndIsToldInTheTenantsAuditLog() {
    People.Person admin = people.member("-", "platform-admin");
    People.Person boss = people.member(acme, "tenant-admin");
    begin(admin.browser(), acme);
    begin(admin.browser(), acme + "/" + team);
    awaitViewing(admin.on(second), acme + "/" + team);

    assertThat(end(admin.browser()).statusCode()).isEqualTo(204);

    awaitNotViewing(admin.browser());
    awaitNotViewing(admin.on(second));
    assertThat(status(admin.on(second), "tenants/" + globex)).isEqualTo(200);
    people.tenant(acme);
    assertThat(end(admin.browser()).statusCode()).as("again").isEqualTo(204);
    assertThat(told(boss.browser(), acme))
        .containsExactly(
            "tenant.view-end " + admin.name() + " changed",
            "tenant.view-begin " + admin.name() + " ");
    assertThat(told(boss.browser(), acme + "~" + team))
        .containsExactly(
            "tenant.view-end " + admin.name() + " asked",
            "tenant.view-begin " + admin.name() + " ");
  }

  @Test
  void endsWithinASecondWhenTheRightToItIsTaken() {
    People.Person boss = people.member(acme, "tenant-admin");
    begin(boss.browser(), acme + "/" + team);
    awaitViewing(boss.on(second), acme + "/" + team);
    String below = "tenants/" + acme + "~" + team;

    people.remove(people.admin(), acme, boss.name(), "tenant-admin");

    for (RunningControlPlane replica : replicas.both()) {
      Awaitility.await().atMost(SOON).until(() -> status(boss.on(replica), below) == 404);
      awaitNotViewing(boss.on(replica));
    }
    assertThat(told(people.admin(), acme + "~" + team).getFirst())
        .isEqualTo("tenant.view-end " + boss.name() + " right-lost");
  }

  @Test
  void endsByItselfWhenItsTimeIsOverAndWithItsSignIn() {
    People.Person late = people.member("-", "platform-admin");
    People.Person gone = people.member("-", "platform-admin");
    begin(late.browser(), acme);
    begin(gone.browser(), acme);
    first.rows(
        SystemJob.IDENTITY,
        jdbc ->
            jdbc.sql(
                    """
                    update sign_in_view set begun_at = begun_at - interval '1 hour',
                      ends_at = ends_at - interval '1 hour'
                    where sign_in_id in (select s.id from sign_in s
                      join account a on a.id = s.account_id where a.username = ?)
                    """)
                .param(late.name())
                .update());

    awaitNotViewing(late.browser());
    assertThat(gone.browser().change("POST", "/logout", "", Map.of()).statusCode()).isEqualTo(204);

    replicas.both().forEach(replica -> replica.get(TenantViews.class).tellOfThoseThatAreOver());
    assertThat(told(people.admin(), acme))
        .containsOnlyOnce(
            "tenant.view-end " + late.name() + " ran-out",
            "tenant.view-end " + gone.name() + " signed-out");
  }

  @Test
  void beginsForNobodyWhoHoldsLessThanItShows() {
    Browser developer = people.member(acme, "tenant-developer").browser();
    Browser alone = people.member(acme, "tenant-admin", ",\"scope\":\"tenant\"").browser();
    Browser auditor = people.member("-", "platform-auditor").browser();
    Browser stranger = people.member(globex, "tenant-admin").browser();
    Browser child = people.member(acme + "~" + team, "tenant-admin").browser();

    assertThat(detail(begin(developer, acme))).contains("audit:read");
    for (Browser less : List.of(developer, alone, auditor)) {
      assertThat(begin(less, acme).statusCode()).isEqualTo(403);
    }
    assertThat(begin(stranger, acme).statusCode()).isEqualTo(404);
    assertThat(begin(child, acme).statusCode()).isEqualTo(404);
    assertThat(begin(people.admin(), "-").statusCode()).as("the platform").isEqualTo(404);
    assertThat(developer.json("/api/v1/me").path("viewing").isNull()).isTrue();
    assertThat(told(people.admin(), acme)).isEmpty();
  }

  @Test
  void beginsForNoKeyOfAServiceAccount() {
    String robot = People.fresh("robot");
    HttpResponse<String> made =
        People.created(
            People.post(
                people.admin(),
                "/api/v1/tenants/" + acme + "/service-accounts",
                "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(robot)));
    String secret =
        Browser.JSON.readTree(made.body()).path("keys").path(0).path("secret").asString();
    Browser program = new Browser(first.url());
    String token =
        Browser.JSON
            .readTree(
                program
                    .post(
                        "/oauth2/token",
                        Map.of(
                            "grant_type",
                            "client_credentials",
                            "client_id",
                            robot,
                            "client_secret",
                            secret))
                    .body())
            .path("access_token")
            .asString();

    HttpResponse<String> refused =
        program.call("PUT", VIEW, "{\"tenant\":\"%s\"}".formatted(acme), null, token);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(refused.body()).contains("belongs to a sign-in");
    assertThat(program.call("DELETE", VIEW, "", null, token).statusCode()).isEqualTo(204);
  }

  @Test
  void endsStreamsThatWereOpenedBeforeTheViewAndThoseOfTheViewWithIt() throws Exception {
    People.Person admin = people.member("-", "platform-admin");
    try (OpenStream before = OpenStream.of(admin, second, globex)) {
      begin(admin.browser(), acme);
      before.assertEndsWithin(SOON);
    }
    awaitViewing(admin.on(second), acme);
    assertThat(status(admin.on(second), "tenants/" + globex + "/events")).isEqualTo(404);
    try (OpenStream within = OpenStream.of(admin, second, acme)) {
      end(admin.browser());
      within.assertEndsWithin(SOON);
    }
  }

  private static HttpResponse<String> begin(Browser browser, String tenant) {
    return browser.change("PUT", VIEW, "{\"tenant\":\"%s\"}".formatted(tenant), Map.of());
  }

  private static HttpResponse<String> end(Browser browser) {
    return browser.change("DELETE", VIEW, "", Map.of());
  }

  /** However long it takes to begin on the other replica: what counts is how soon it ends. */
  private static void awaitViewing(Browser browser, String path) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                browser
                    .json("/api/v1/me")
                    .path("viewing")
                    .path("tenant")
                    .path("path")
                    .asString("")
                    .equals(path));
  }

  private static void awaitNotViewing(Browser browser) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> browser.json("/api/v1/me").path("viewing").isNull());
  }

  private static int status(Browser browser, String path) {
    return browser.get("/api/v1/" + path).statusCode();
  }

  private static String detail(Browser browser, String path) {
    return detail(browser.get("/api/v1/" + path));
  }

  private static String detail(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body()).path("detail").asString();
  }

  private static List<String> paths(Browser browser) {
    return browser.json("/api/v1/tenants").path("items").values().stream()
        .map(one -> one.path("path").asString())
        .toList();
  }

  /** What the tenant's audit log tells of views, newest first: action, who, why. */
  private static List<String> told(Browser reader, String tenant) {
    return reader
        .json("/api/v1/tenants/" + tenant + "/audit?limit=100")
        .path("items")
        .values()
        .stream()
        .filter(one -> one.path("action").asString().startsWith("tenant.view-"))
        .map(
            one ->
                "%s %s %s"
                    .formatted(
                        one.path("action").asString(),
                        one.path("actor").asString(),
                        one.path("detail").path("why").asString("")))
        .toList();
  }

  private static List<String> results(String action, String actor) {
    return first.rows(
        SystemJob.AUDIT,
        jdbc ->
            jdbc.sql(
                    """
                    select e.result from audit_event e join audit_personal p on p.event_id = e.id
                    where e.action = ? and p.actor = ?
                    """)
                .params(action, actor)
                .query(String.class)
                .list());
  }
}
