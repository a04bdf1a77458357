package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.OneSecond;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ServiceAccountsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private final Browser admin = new Browser(server.url());
  private final String suffix = Ids.next().toString().substring(24);
  private final String tenant = "t-" + suffix;
  private final String robot = "robot-" + suffix;
  private final String path = "/api/v1/tenants/" + tenant + "/service-accounts";

  @BeforeEach
  void makeTenant() {
    admin.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");
    created("/api/v1/tenants", "{\"name\":\"" + tenant + "\"}");
  }

  @Test
  void replacesAKeyWithoutAnInterruptionAndEndsTheTokensOfTheOldOne() {
    JsonNode made = create("tenant-developer");
    JsonNode old = made.path("keys").path(0);
    String oldToken = token(old.path("secret").asString(), "");
    JsonNode next = created(path + "/" + robot + "/keys", "{\"name\":\"since today\"}");
    String newToken = token(next.path("secret").asString(), "");
    assertThat(me(oldToken)).isEqualTo(200);
    assertThat(me(newToken)).isEqualTo(200);

    HttpResponse<String> gone =
        admin.change(
            "DELETE", path + "/" + robot + "/keys/" + old.path("id").asString(), "", Map.of());

    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
    OneSecond.passes();
    assertThat(me(oldToken)).isEqualTo(401);
    assertThat(ask(old.path("secret").asString(), "").body()).contains("invalid_client");
    assertThat(me(newToken)).isEqualTo(200);
    JsonNode shown = admin.json(path + "/" + robot);
    assertThat(shown.path("keys").size()).isEqualTo(1);
    JsonNode left = shown.path("keys").path(0);
    assertThat(left.path("name").asString()).isEqualTo("since today");
    assertThat(Instant.parse(left.path("lastUsedAt").asString()))
        .isAfter(Instant.now().minusSeconds(60));
    assertThat(shown.toString()).doesNotContain("secret").doesNotContain("mk_");
  }

  @Test
  void isGoneWithItsKeysAndTokensOnceItIsDeletedAndItsNameIsFree() {
    JsonNode made = create("tenant-developer");
    String secret = made.path("keys").path(0).path("secret").asString();
    String token = token(secret, "");
    assertThat(me(token)).isEqualTo(200);

    HttpResponse<String> gone = admin.change("DELETE", path + "/" + robot, "", Map.of());

    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
    OneSecond.passes();
    assertThat(me(token)).isEqualTo(401);
    assertThat(ask(secret, "").body()).contains("invalid_client");
    assertThat(admin.get(path + "/" + robot).statusCode()).isEqualTo(404);
    assertThat(admin.change("DELETE", path + "/" + robot, "", Map.of()).statusCode())
        .isEqualTo(404);
    create("tenant-viewer");
  }

  @Test
  void refusesAKeyThatHasRunOutAndTheTokensOfIt() {
    created(
        path,
        "{\"username\":\"%s\",\"role\":\"tenant-viewer\",\"expiresAt\":\"%s\"}"
            .formatted(robot, Instant.now().plusSeconds(3600)));
    JsonNode key = created(path + "/" + robot + "/keys", "{\"name\":\"other\"}");
    String secret = key.path("secret").asString();
    String token = token(secret, "");
    assertThat(me(token)).isEqualTo(200);

    expire(UUID.fromString(key.path("id").asString()));

    assertThat(ask(secret, "").statusCode()).isEqualTo(401);
    OneSecond.passes();
    assertThat(me(token)).isEqualTo(401);
    HttpResponse<String> past =
        admin.change(
            "POST",
            path + "/" + robot + "/keys",
            "{\"name\":\"late\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
            Map.of());
    assertThat(past.statusCode()).isEqualTo(422);
    assertThat(past.body()).contains("/expiresAt");
  }

  @Test
  void limitsATokenToThePermissionsThatWereAskedFor() {
    String secret = create("tenant-admin").path("keys").path(0).path("secret").asString();

    String limited = token(secret, "instance:read");
    String whole = token(secret, "");

    JsonNode permissions = permissions(limited);
    assertThat(permissions.values().stream().map(JsonNode::asString))
        .containsExactly("instance:read", "tenant:read");
    assertThat(permissions(whole).size()).isGreaterThan(10);
    String instances = "/api/v1/tenants/" + tenant + "/instances";
    assertThat(get(limited, instances)).isEqualTo(200);
    assertThat(get(limited, path)).isEqualTo(403);
    assertThat(get(whole, path)).isEqualTo(200);
    HttpResponse<String> unknown = ask(secret, "instance:destroy");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("invalid_scope");
  }

  @Test
  void givesNobodyAKeyToMoreThanTheyMayThemselves() {
    create("tenant-viewer");
    created(
        "/api/v1/tenants/-/members", "{\"username\":\"%s\",\"role\":\"finance\"}".formatted(robot));
    String name = "lead-" + suffix;
    JsonNode lead =
        created(
            "/api/v1/tenants/" + tenant + "/members",
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(name));
    Browser browser = new Browser(server.url());
    browser.signIn(name, lead.path("password").asString(), "/");

    HttpResponse<String> refused =
        browser.change("POST", path + "/" + robot + "/keys", "{\"name\":\"mine\"}", Map.of());

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("may do more than you may");
    assertThat(browser.json(path).path("items").path(0).path("username").asString())
        .isEqualTo(robot);
  }

  @Test
  void refusesADisabledAccountEachOfItsKeys() {
    String secret = create("tenant-viewer").path("keys").path(0).path("secret").asString();
    String token = token(secret, "");
    admin.change("POST", "/api/v1/accounts/" + robot + "/disable", "", Map.of());

    assertThat(ask(secret, "").statusCode()).isEqualTo(401);
    OneSecond.passes();
    assertThat(me(token)).isEqualTo(401);
  }

  @Test
  void namesThePersonBehindAProgramAndBehindAProgramThatItMade() {
    String members = "/api/v1/tenants/" + tenant + "/members";
    String lead = "lead-" + suffix;
    JsonNode person =
        created(members, "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(lead));
    Browser browser = new Browser(server.url());
    browser.signIn(lead, person.path("password").asString(), "/");
    String first = secret(browser.change("POST", path, admin(robot), Map.of()));
    String second = "second-" + suffix;
    String secondSecret = secret(post(token(first, ""), path, admin(second)));
    String made = "made-" + suffix;
    String body = "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(made);
    assertThat(post(token(second, secondSecret, ""), members, body).statusCode()).isEqualTo(201);

    JsonNode event = event(made);
    assertThat(event.path("actor").asString()).isEqualTo(second);
    assertThat(event.path("origin").asString()).isEqualTo("service-account");
    assertThat(event.path("behalf").asString()).isEqualTo(lead);
    assertThat(event.path("behalfId").asString()).isEqualTo(person.path("id").asString());
    assertThat(event(second).path("behalf").asString()).isEqualTo(lead);
    assertThat(event(robot).path("behalf").isNull()).as("what a person does").isTrue();

    HttpResponse<String> erased =
        admin.change(
            "POST",
            "/api/v1/audit/erase",
            "{\"account\":\"%1$s\",\"confirm\":\"%1$s\"}".formatted(lead),
            Map.of());
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
    assertThat(event(made).path("behalf").isNull()).isTrue();
    assertThat(event(made).path("behalfId")).isEqualTo(event.path("behalfId"));
    assertThat(admin.json("/api/v1/tenants/" + tenant + "/audit/verify").path("intact").asBoolean())
        .isTrue();
  }

  @Test
  void digestsItsKeysBeforeAndAfterEachChange() {
    create("tenant-viewer");
    JsonNode key = created(path + "/" + robot + "/keys", "{\"name\":\"other\"}");
    JsonNode added = event(robot);
    assertThat(added.path("action").asString()).isEqualTo("service-account.add-key");
    assertThat(added.path("before").asString()).hasSize(64);
    assertThat(added.path("after").asString()).hasSize(64);
    assertThat(added.path("after")).isNotEqualTo(added.path("before"));

    admin.change("DELETE", path + "/" + robot + "/keys/" + key.path("id").asString(), "", Map.of());
    assertThat(event(robot).path("before")).isEqualTo(added.path("after"));
    assertThat(event(robot).path("after")).isEqualTo(added.path("before"));

    admin.change("DELETE", path + "/" + robot, "", Map.of());
    assertThat(event(robot).path("before")).isEqualTo(added.path("before"));
    assertThat(event(robot).path("after").isNull()).as("it is gone").isTrue();
  }

  private JsonNode event(String subject) {
    return admin
        .json("/api/v1/tenants/" + tenant + "/audit?limit=1&subject=" + subject)
        .at("/items/0");
  }

  private static String admin(String username) {
    return "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(username);
  }

  private static HttpResponse<String> post(String token, String where, String body) {
    return new Browser(server.url()).call("POST", where, body, null, token);
  }

  private static String secret(HttpResponse<String> made) {
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Browser.JSON.readTree(made.body()).at("/keys/0/secret").asString();
  }

  private JsonNode create(String role) {
    return created(path, "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(robot, role));
  }

  private JsonNode created(String where, String body) {
    HttpResponse<String> answer = admin.change("POST", where, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Browser.JSON.readTree(answer.body());
  }

  private String token(String secret, String scope) {
    return token(robot, secret, scope);
  }

  private String token(String client, String secret, String scope) {
    HttpResponse<String> answer = ask(client, secret, scope);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body()).path("access_token").asString();
  }

  private HttpResponse<String> ask(String secret, String scope) {
    return ask(robot, secret, scope);
  }

  private HttpResponse<String> ask(String client, String secret, String scope) {
    Map<String, String> fields = new HashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", client);
    fields.put("client_secret", secret);
    if (!scope.isEmpty()) {
      fields.put("scope", scope);
    }
    return new Browser(server.url()).post("/oauth2/token", fields);
  }

  private JsonNode permissions(String token) {
    HttpResponse<String> answer =
        new Browser(server.url()).call("GET", "/api/v1/me", "", null, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body()).path("permissions").path("tenants").path(tenant);
  }

  private static int me(String token) {
    return get(token, "/api/v1/me");
  }

  private static int get(String token, String where) {
    return new Browser(server.url()).call("GET", where, "", null, token).statusCode();
  }

  private static void expire(UUID key) {
    server
        .get(Scopes.class)
        .asSystem(
            SystemJob.IDENTITY,
            () ->
                server
                    .get(JdbcClient.class)
                    .sql(
                        "update service_account_key set expires_at = now() - interval '1 s' where id = ?")
                    .param(key)
                    .update());
  }
}
