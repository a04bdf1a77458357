package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Preconditions, repeated creates, and what may be changed of accounts, over HTTP. */
class ChangesOverHttpIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;

  @BeforeAll
  static void signIn() {
    admin = Browser.admin(server);
  }

  @Test
  void changesALimitOnlyForThoseWhoHaveSeenTheTenantAsItIs() {
    String path = "/api/v1/tenants/" + tenant();
    String seen = etag(admin.get(path));

    assertProblem(admin.change("PUT", path + "/limits", "{\"pods\":5}", Map.of()), 428);
    HttpResponse<String> first = ifMatch("PUT", path + "/limits", "{\"pods\":5}", seen);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertProblem(ifMatch("PUT", path + "/limits", "{\"pods\":9}", seen), 412);
    assertThat(etag(admin.get(path))).isNotEqualTo(seen).isEqualTo(etag(first));
    assertThat(ifMatch("PUT", path + "/limits", "{}", etag(first)).statusCode()).isEqualTo(200);
  }

  @Test
  void changesARegionOnlyForThoseWhoHaveSeenItAsItIs() {
    String name = fresh("region");
    create("/api/v1/regions", "{\"name\":\"%s\",\"provider\":\"edge\"}".formatted(name), null);
    String path = "/api/v1/regions/" + name;
    String seen = etag(admin.get(path));
    String change = "{\"displayName\":\"Roof\"}";

    assertProblem(admin.change("PUT", path, change, Map.of()), 428);
    HttpResponse<String> changed = ifMatch("PUT", path, change, seen);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(json(changed).path("displayName").asString()).isEqualTo("Roof");
    assertProblem(ifMatch("PUT", path, "{\"displayName\":\"Cellar\"}", seen), 412);
    assertProblem(ifMatch("PUT", path, "{\"displayName\":\"  \"}", etag(changed)), 422);
  }

  @Test
  void answersARepeatedCreateAsTheFirstAndRefusesTheKeyForAnotherBody() {
    String tenant = tenant();
    record Repeated(String path, String body, String other) {}
    String region = fresh("region");
    create("/api/v1/regions", "{\"name\":\"%s\",\"provider\":\"aws\"}".formatted(region), null);
    for (Repeated create :
        List.of(
            new Repeated("/api/v1/tenants", named("tenant", ""), named("tenant", "")),
            new Repeated(
                "/api/v1/regions",
                named("region", ",\"provider\":\"gcp\""),
                named("region", ",\"provider\":\"gcp\"")),
            new Repeated("/api/v1/regions/" + region + "/join-tokens", "{}", "{\"uses\":2}"),
            new Repeated(
                "/api/v1/tenants/" + tenant + "/members",
                member(fresh("member"), "tenant-viewer"),
                member(fresh("member"), "tenant-viewer")))) {
      String key = Ids.next().toString();
      HttpResponse<String> first = create(create.path(), create.body(), key);
      HttpResponse<String> again = create(create.path(), create.body(), key);
      assertThat(json(again)).as(create.path()).isEqualTo(json(first));
      HttpResponse<String> other =
          admin.change("POST", create.path(), create.other(), Map.of("Idempotency-Key", key));
      assertProblem(other, 409);
      assertThat(other.body()).contains("problems/idempotency-key-reused");
    }
  }

  @Test
  void keepsNoSecretOfARepeatedCreateReadable() {
    String key = Ids.next().toString();
    String secret =
        json(create("/api/v1/tenants/-/members", member(fresh("member"), "finance"), key))
            .path("password")
            .asString();

    String kept =
        server
            .get(Scopes.class)
            .asSystem(
                SystemJob.MAINTENANCE,
                () ->
                    server
                        .get(JdbcClient.class)
                        .sql("select body::text from idempotency_key where key = ?")
                        .param(key)
                        .query(String.class)
                        .single());
    assertThat(secret).isNotEmpty();
    assertThat(kept).isNotEmpty().doesNotContain(secret);
  }

  @Test
  void takesNoNumberAndNoTruthForAName() {
    for (String name : List.of("12", "1.5", "false")) {
      HttpResponse<String> refused =
          admin.change("POST", "/api/v1/tenants", "{\"name\":%s}".formatted(name), Map.of());
      assertThat(refused.statusCode()).as(refused.body()).isBetween(400, 422);
      assertThat(refused.body()).contains("name");
      assertThat(admin.get("/api/v1/tenants/" + name).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void makesAndRotatesASecretOnceHoweverOftenItIsSent() {
    String tenant = tenant();
    String name = fresh("member");
    Browser developer =
        signedIn(
            name,
            password(
                create(
                    "/api/v1/tenants/" + tenant + "/members",
                    member(name, "tenant-developer"),
                    null)));
    String all = "/api/v1/tenants/" + tenant + "/secrets";
    Map<String, String> key = Map.of("Idempotency-Key", Ids.next().toString());
    String body = "{\"path\":\"kafka/admin\",\"text\":\"hush\"}";
    HttpResponse<String> made = developer.change("POST", all, body, key);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(json(developer.change("POST", all, body, key))).isEqualTo(json(made));
    assertProblem(
        developer.change("POST", all, "{\"path\":\"kafka/admin\",\"text\":\"louder\"}", key), 409);

    String one = all + "/" + json(made).at("/secret/id").asString();
    Map<String, String> second = Map.of("Idempotency-Key", Ids.next().toString());
    developer.change("POST", one + "/versions", "{\"text\":\"hush again\"}", second);
    developer.change("POST", one + "/versions", "{\"text\":\"hush again\"}", second);
    HttpResponse<String> seen = developer.get(one);
    assertThat(json(seen).path("versions")).hasSize(2);

    String change = "{\"description\":\"of the brokers\"}";
    assertProblem(developer.change("PUT", one, change, Map.of()), 428);
    Map<String, String> tag = Map.of("If-Match", etag(seen));
    assertThat(developer.change("PUT", one, change, tag).statusCode()).isEqualTo(200);
    assertProblem(developer.change("PUT", one, change, tag), 412);
  }

  @Test
  void changesOnesPasswordAndEndsTheOtherSignIns() {
    String name = fresh("person");
    String old = password(create("/api/v1/tenants/-/members", member(name, "finance"), null));
    Browser here = signedIn(name, old);
    Browser elsewhere = signedIn(name, old);

    String wrong = "{\"current\":\"not it at all\",\"next\":\"a much better one\"}";
    assertProblem(here.change("PUT", "/api/v1/me/password", wrong, Map.of()), 422);
    String tooShort = "{\"current\":\"%s\",\"next\":\"short\"}".formatted(old);
    assertProblem(here.change("PUT", "/api/v1/me/password", tooShort, Map.of()), 422);
    String good = "{\"current\":\"%s\",\"next\":\"a much better one\"}".formatted(old);
    HttpResponse<String> changed = here.change("PUT", "/api/v1/me/password", good, Map.of());

    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
    assertThat(here.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(elsewhere.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(new Browser(server.url()).signIn(name, old, "/").body()).contains("not right");
    assertThat(signedIn(name, "a much better one").get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(audited(name)).contains("account.change-password");
  }

  @Test
  void disablesAndEnablesAnAccountAtOnce() {
    String name = fresh("person");
    String password = password(create("/api/v1/tenants/-/members", member(name, "finance"), null));
    Browser person = signedIn(name, password);
    assertThat(person.get("/api/v1/me").statusCode()).isEqualTo(200);

    HttpResponse<String> disabled =
        admin.change("POST", "/api/v1/accounts/" + name + "/disable", "", Map.of());
    assertThat(json(disabled).path("disabled").asBoolean()).isTrue();
    assertThat(person.get("/api/v1/me").statusCode()).isEqualTo(401);
    admin.change("POST", "/api/v1/accounts/" + name + "/enable", "", Map.of());
    assertThat(person.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(audited(name)).contains("account.disable", "account.enable");
    assertProblem(
        admin.change("POST", "/api/v1/accounts/" + fresh("nobody") + "/disable", "", Map.of()),
        404);
    assertProblem(person.change("POST", "/api/v1/accounts/admin/disable", "", Map.of()), 403);
  }

  @Test
  void takesARoleAwayAtOnceFromTheSessionThatHasIt() {
    String tenant = tenant();
    String name = fresh("person");
    String members = "/api/v1/tenants/" + tenant + "/members";
    String password = password(create(members, member(name, "tenant-viewer"), null));
    Browser person = signedIn(name, password);
    assertThat(person.get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(200);

    String role = members + "/" + name + "/roles/tenant-viewer";
    assertThat(admin.change("DELETE", role, "", Map.of()).statusCode()).isEqualTo(204);

    assertThat(person.get("/api/v1/tenants/" + tenant).statusCode()).isEqualTo(404);
    assertThat(audited(name)).contains("member.remove");
    assertProblem(admin.change("DELETE", role, "", Map.of()), 404);
  }

  @Test
  void leavesThePlatformItsLastAdministrator() {
    assertProblem(
        admin.change(
            "DELETE", "/api/v1/tenants/-/members/admin/roles/platform-admin", "", Map.of()),
        409);
    assertProblem(admin.change("POST", "/api/v1/accounts/admin/disable", "", Map.of()), 409);
    assertThat(admin.get("/api/v1/regions").statusCode()).isEqualTo(200);
  }

  @Test
  void listsMembersPageByPage() {
    String members = "/api/v1/tenants/" + tenant() + "/members";
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add(fresh("member-" + i));
      create(members, member(names.get(i), "tenant-viewer"), null);
    }
    List<String> found = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page =
          admin.json(members + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.path("items").forEach(item -> found.add(item.path("username").asString()));
      cursor = page.path("nextCursor").isNull() ? "" : page.path("nextCursor").asString();
      pages++;
    } while (!cursor.isEmpty());
    assertThat(found).containsExactlyElementsOf(names);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void saysWhichControlPlaneAnswers() {
    JsonNode version = admin.json("/api/v1/version");
    assertThat(version.propertyNames())
        .containsExactlyInAnyOrder("version", "controlPlaneId", "historyEpoch");
    assertThat(version.path("version").asString()).isNotEmpty();
    assertThat(java.util.UUID.fromString(version.path("controlPlaneId").asString())).isNotNull();
    assertThat(admin.json("/api/v1/version")).isEqualTo(version);
    assertProblem(new Browser(server.url()).get("/api/v1/version"), 401);
  }

  @Test
  void showsQuotaInCoresBytesAndPods() {
    String name = fresh("limited");
    create(
        "/api/v1/tenants",
        "{\"name\":\"%s\",\"limits\":{\"cpus\":0.25,\"memory\":1610612736,\"disk\":1048576,\"pods\":3}}"
            .formatted(name),
        null);
    assertThat(admin.json("/api/v1/tenants/" + name).path("quota").toString())
        .isEqualTo(
            """
            [{"resource":"cpus","limit":0.25,"used":0,"limitedBy":"%1$s","guarantee":0},\
            {"resource":"memory","limit":1610612736,"used":0,"limitedBy":"%1$s","guarantee":0},\
            {"resource":"disk","limit":1048576,"used":0,"limitedBy":"%1$s","guarantee":0},\
            {"resource":"pods","limit":3,"used":0,"limitedBy":"%1$s","guarantee":0},\
            {"resource":"gpus","limit":null,"used":0,"limitedBy":null,"guarantee":0},\
            {"resource":"instances","limit":null,"used":0,"limitedBy":null,"guarantee":0},\
            {"resource":"volumes","limit":null,"used":0,"limitedBy":null,"guarantee":0},\
            {"resource":"secrets","limit":null,"used":0,"limitedBy":null,"guarantee":0}]"""
                .formatted(name));
  }

  private static HttpResponse<String> create(String path, String body, @Nullable String key) {
    HttpResponse<String> made =
        admin.change("POST", path, body, key == null ? Map.of() : Map.of("Idempotency-Key", key));
    assertThat(made.statusCode()).as(path + " " + made.body()).isEqualTo(201);
    return made;
  }

  private static HttpResponse<String> ifMatch(
      String method, String path, String body, String etag) {
    return admin.change(method, path, body, Map.of("If-Match", etag));
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json(answer).path("status").asInt()).isEqualTo(status);
  }

  private static Browser signedIn(String name, String password) {
    Browser browser = new Browser(server.url());
    browser.signIn(name, password, "/");
    return browser;
  }

  private static List<String> audited(String subject) {
    return server
        .get(Scopes.class)
        .asSystem(
            SystemJob.MAINTENANCE,
            () ->
                server
                    .get(JdbcClient.class)
                    .sql(
                        "select e.action from audit_event e join audit_personal p on p.event_id = e.id where p.subject = ? order by e.xid, e.id")
                    .param(subject)
                    .query(String.class)
                    .list());
  }

  private static String tenant() {
    String name = fresh("tenant");
    create("/api/v1/tenants", "{\"name\":\"%s\"}".formatted(name), null);
    return name;
  }

  private static String named(String prefix, String more) {
    return "{\"name\":\"%s\"%s}".formatted(fresh(prefix), more);
  }

  private static String member(String name, String role) {
    return "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(name, role);
  }

  private static String password(HttpResponse<String> added) {
    return json(added).path("password").asString();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body());
  }

  private static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }
}
