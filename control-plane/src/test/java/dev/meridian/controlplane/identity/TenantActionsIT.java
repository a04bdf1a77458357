package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Rename, move, suspend and resume, over HTTP. */
class TenantActionsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;

  @BeforeAll
  static void signIn() {
    admin = Browser.admin(server);
  }

  @Test
  void renamesATenantForThoseWhoHaveSeenItAndKeepsItsLabel() {
    String name = tenant("");
    HttpResponse<String> before = admin.get(path(name));
    String seen = before.headers().firstValue("ETag").orElseThrow();
    String renamed = fresh("renamed");
    String body = "{\"name\":\"%s\"}".formatted(renamed);

    assertThat(admin.change("PUT", path(name), body, Map.of()).statusCode()).isEqualTo(428);
    HttpResponse<String> after = admin.change("PUT", path(name), body, Map.of("If-Match", seen));

    assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
    assertThat(json(after).path("path").asString()).isEqualTo(renamed);
    assertThat(json(after).path("label")).isEqualTo(json(before).path("label"));
    assertThat(admin.get(path(name)).statusCode()).isEqualTo(404);
    assertThat(admin.get(path(renamed)).statusCode()).isEqualTo(200);
    assertThat(
            admin
                .change("PUT", path(renamed), "{\"name\":\"UPPER\"}", Map.of("If-Match", "*"))
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void showsWhatAMoveChangesBeforeItIsMade() {
    String from = tenant(",\"limits\":{\"pods\":5}");
    String to = tenant(",\"limits\":{\"pods\":9}");
    String team = tenant(",\"parent\":\"" + from + "\"");
    String move = "{\"parent\":\"%s\"}".formatted(to);

    JsonNode preview = json(post(path(from + "~" + team) + "/move?dryRun=true", move));
    assertThat(preview.path("to").asString()).isEqualTo(to + "/" + team);
    assertThat(preview.path("quotas").toString()).contains("\"limit\":5", "\"limit\":9");
    assertThat(admin.get(path(from + "~" + team)).statusCode()).isEqualTo(200);

    HttpResponse<String> moved = post(path(from + "~" + team) + "/move", move);
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    assertThat(admin.get(path(from + "~" + team)).statusCode()).isEqualTo(404);
    assertThat(admin.get(path(to + "~" + team)).statusCode()).isEqualTo(200);
    assertThat(post(path(to) + "/move", "{\"parent\":\"%s/%s\"}".formatted(to, team)).statusCode())
        .isEqualTo(422);
    assertThat(post(path("-") + "/move", move).statusCode()).isEqualTo(409);
  }

  @Test
  void showsWhoMovesATenantNothingOfTenantsAboveItThatTheyMayNotSee() {
    String top = tenant("");
    String left = tenant(",\"limits\":{\"pods\":7},\"parent\":\"" + top + "\"");
    String from = tenant(",\"parent\":\"" + top + "/" + left + "\"");
    String to = tenant(",\"limits\":{\"pods\":9},\"parent\":\"" + top + "\"");
    String name = tenant(",\"parent\":\"" + top + "/" + left + "/" + from + "\"");
    People people = new People(server);
    String secretly = people.member(top + "~" + left, "tenant-viewer").name();
    People.Person mover = people.member(top + "~" + left + "~" + from, "tenant-admin");
    People.created(
        post(
            path(top + "~" + to) + "/members",
            "{\"username\":\"%s\",\"role\":\"tenant-admin\"}".formatted(mover.name())));
    String move = path(top + "~" + left + "~" + from + "~" + name) + "/move?dryRun=true";
    String asked = "{\"parent\":\"%s/%s\"}".formatted(top, to);

    assertThat(post(move, asked).body()).contains("\"limit\":7", "\"limit\":9", secretly);
    HttpResponse<String> seen = People.post(mover.browser(), move, asked);
    assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
    assertThat(seen.body()).contains("\"limit\":9").doesNotContain("\"limit\":7", secretly);
  }

  @Test
  void refusesChangesInASuspendedTenantAndLetsItBeRead() {
    String tenant = tenant("");
    Browser boss = member(tenant, "tenant-admin");
    String suspend = path(tenant) + "/suspend";
    assertThat(boss.change("POST", suspend, "{}", Map.of()).statusCode())
        .as("nobody suspends their own tenant")
        .isEqualTo(403);

    HttpResponse<String> suspended = post(suspend, "{\"reason\":\"unpaid bills\"}");
    assertThat(json(suspended).path("state").asString()).isEqualTo("SUSPENDED");
    assertThat(json(suspended).path("stateReason").asString()).isEqualTo("unpaid bills");

    HttpResponse<String> refused =
        boss.change(
            "POST",
            path(tenant) + "/roles",
            "{\"name\":\"x\",\"permissions\":[\"tenant:read\"]}",
            Map.of());
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(refused.body()).contains("problems/tenant-suspended", "unpaid bills");
    assertThat(boss.get(path(tenant)).statusCode()).isEqualTo(200);
    assertThat(boss.get(path(tenant) + "/instances").statusCode()).isEqualTo(200);
    assertThat(boss.change("POST", path(tenant) + "/resume", "", Map.of()).statusCode())
        .isEqualTo(403);

    assertThat(json(post(path(tenant) + "/resume", "")).path("state").asString())
        .isEqualTo("ACTIVE");
    assertThat(
            boss.change(
                    "POST",
                    path(tenant) + "/roles",
                    "{\"name\":\"x\",\"permissions\":[\"tenant:read\"]}",
                    Map.of())
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void tellsWhoWatchesThePlatformThatATenantIsSuspendedResumedRenamedAndMovedAway()
      throws Exception {
    String parent = tenant("");
    String team = tenant(",\"parent\":\"" + parent + "\"");
    Queue<String> told = new ConcurrentLinkedQueue<>();
    try (HttpClient http = HttpClient.newBuilder().cookieHandler(admin.cookies()).build()) {
      HttpResponse<Stream<String>> events =
          http.send(
              HttpRequest.newBuilder(server.url().resolve("/api/v1/events")).build(),
              HttpResponse.BodyHandlers.ofLines());
      Thread reader = Thread.ofVirtual().start(() -> events.body().forEach(told::add));
      String child = path(parent + "~" + team);
      String renamed = fresh("renamed");

      post(child + "/suspend", "{}");
      hears(told, parent + "/" + team);
      post(child + "/resume", "");
      hears(told, parent + "/" + team);
      admin.change("PUT", child, "{\"name\":\"%s\"}".formatted(renamed), Map.of("If-Match", "*"));
      hears(told, parent + "/" + renamed);
      post(path(parent + "~" + renamed) + "/move", "{\"parent\":\"%s\"}".formatted(tenant("")));
      hears(told, parent + "/" + renamed);
      assertThat(reader.isAlive()).isTrue();
      http.shutdownNow();
    }
  }

  private static void hears(Queue<String> told, String tenant) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(told)
                    .anyMatch(line -> line.contains("\"tenant\":\"%s\"".formatted(tenant))));
    told.clear();
  }

  private static Browser member(String tenant, String role) {
    String name = fresh("person");
    HttpResponse<String> added =
        post(
            path(tenant) + "/members",
            "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    Browser browser = new Browser(server.url());
    browser.signIn(name, json(added).path("password").asString(), "/");
    return browser;
  }

  private static String tenant(String more) {
    String name = fresh("tenant");
    HttpResponse<String> made =
        post("/api/v1/tenants", "{\"name\":\"%s\"%s}".formatted(name, more));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return name;
  }

  private static String path(String tenant) {
    return "/api/v1/tenants/" + tenant;
  }

  private static HttpResponse<String> post(String path, String body) {
    return admin.change("POST", path, body, Map.of());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body());
  }

  private static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }
}
