package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Device;
import dev.meridian.controlplane.testing.OneSecond;
import dev.meridian.controlplane.testing.Person;
import dev.meridian.controlplane.testing.Replicas;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class SignInsIT {
  @RegisterExtension static final Replicas replicas = new Replicas(Map.of());

  private static final RunningControlPlane first = replicas.first();
  private static final RunningControlPlane second = replicas.second();

  @Test
  void endsTheWholeSignInWhenARefreshTokenIsUsedAgain() {
    Person person = Person.in(first);
    JsonNode tokens = Device.connect(first, person.name(), person.password());
    String stolen = tokens.path("refresh_token").asString();
    HttpResponse<String> rotated = Device.refresh(first, stolen);
    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
    JsonNode next = Browser.JSON.readTree(rotated.body());
    String access = next.path("access_token").asString();
    assertThat(me(second, access)).isEqualTo(200);
    ageSpentTokens();

    HttpResponse<String> again = Device.refresh(second, stolen);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("invalid_grant");
    OneSecond.passes();
    for (RunningControlPlane replica : replicas.both()) {
      assertThat(me(replica, access)).isEqualTo(401);
    }
    assertThat(Device.refresh(first, next.path("refresh_token").asString()).statusCode())
        .isEqualTo(400);
    assertThat(person.audited(first)).contains("session.reuse-detected");
  }

  @Test
  void refusesTheSecondOfTwoRenewalsAtTheSameTimeAndEndsNothing() throws Exception {
    Person person = Person.in(first);
    JsonNode tokens = Device.connect(first, person.name(), person.password());
    String refresh = tokens.path("refresh_token").asString();
    List<Callable<HttpResponse<String>>> both = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RunningControlPlane replica = i % 2 == 0 ? first : second;
      both.add(() -> Device.refresh(replica, refresh));
    }

    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> one : threads.invokeAll(both, 30, TimeUnit.SECONDS)) {
        answers.add(one.get());
      }
    }

    List<HttpResponse<String>> good =
        answers.stream().filter(answer -> answer.statusCode() == 200).toList();
    assertThat(good).as("one answer with tokens").hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allSatisfy(answer -> assertThat(answer.body()).contains("invalid_grant"));
    JsonNode next = Browser.JSON.readTree(good.getFirst().body());
    assertThat(me(first, next.path("access_token").asString())).isEqualTo(200);
    assertThat(Device.refresh(second, next.path("refresh_token").asString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void listsOwnSignInsWithWhatTheyAreAndWhichOneAsks() {
    Person person = Person.in(first);
    Browser browser = person.signedIn(first);
    Device.connect(first, person.name(), person.password());

    JsonNode items = browser.json("/api/v1/me/sessions").path("items");

    assertThat(items.values().stream().map(one -> one.path("kind").asString()))
        .as("the device, the browser that connected it, and this one")
        .containsExactly("device", "web", "web");
    JsonNode own = items.get(2);
    assertThat(own.path("current").asBoolean()).isTrue();
    assertThat(own.path("address").asString()).isEqualTo("127.0.0.1");
    assertThat(own.path("userAgent").asString()).startsWith("Java-http-client");
    assertThat(items.get(0).path("client").asString()).isEqualTo("meridian-cli");
    assertThat(items.get(0).path("current").asBoolean()).isFalse();
    JsonNode page = browser.json("/api/v1/me/sessions?limit=2");
    assertThat(
            browser
                .json("/api/v1/me/sessions?limit=2&cursor=" + page.path("nextCursor").asString())
                .path("items")
                .size())
        .isEqualTo(1);
  }

  @Test
  void endsARevokedDeviceOnAllReplicasWithinASecondAndClosesItsStreams() throws Exception {
    Person person = Person.in(first);
    JsonNode tokens = Device.connect(first, person.name(), person.password());
    String access = tokens.path("access_token").asString();
    Browser browser = person.signedIn(first);
    String device =
        browser.json("/api/v1/me/sessions").path("items").values().stream()
            .filter(one -> one.path("kind").asString().equals("device"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    assertThat(me(second, access)).isEqualTo(200);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          http.send(
              HttpRequest.newBuilder(
                      second.url().resolve("/api/v1/tenants/" + person.tenant() + "/events"))
                  .header("Authorization", "Bearer " + access)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      CompletableFuture<Boolean> closed =
          CompletableFuture.supplyAsync(() -> readToEnd(stream.body()));
      assertThat(closed).isNotDone();

      HttpResponse<String> gone =
          browser.change("DELETE", "/api/v1/me/sessions/" + device, "", Map.of());

      assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
      // That the news alone end it, and at once, is seen in RightsOverHttpIT.
      assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
      OneSecond.passes();
      for (RunningControlPlane replica : replicas.both()) {
        assertThat(me(replica, access)).isEqualTo(401);
      }
    }
    assertThat(Device.refresh(second, tokens.path("refresh_token").asString()).statusCode())
        .isEqualTo(400);
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(person.audited(first)).contains("session.revoke");
  }

  @Test
  void endsARevokedBrowserAlsoForConnectingDevices() {
    Person person = Person.in(first);
    Browser lost = person.signedIn(first);
    Browser own = person.signedIn(first);

    HttpResponse<String> gone = own.change("DELETE", "/api/v1/me/sessions", "", Map.of());

    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
    OneSecond.passes();
    assertThat(lost.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(lost.get("/oauth2/device_verification?user_code=ABCD-EFGH").uri().getPath())
        .isEqualTo("/login");
    assertThat(own.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(own.json("/api/v1/me/sessions").path("items").size()).isEqualTo(1);
  }

  @Test
  void neverEndsOrTellsTheSignInOfAnother() {
    Person person = Person.in(first);
    Person other = Person.in(first);
    String theirs =
        other
            .signedIn(first)
            .json("/api/v1/me/sessions")
            .path("items")
            .path(0)
            .path("id")
            .asString();
    Browser browser = person.signedIn(first);

    HttpResponse<String> foreign =
        browser.change("DELETE", "/api/v1/me/sessions/" + theirs, "", Map.of());
    String unknown = Ids.next().toString();
    HttpResponse<String> random =
        browser.change("DELETE", "/api/v1/me/sessions/" + unknown, "", Map.of());

    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(plain(foreign, theirs)).isEqualTo(plain(random, unknown));
    assertThat(browser.get("/api/v1/accounts/" + other.name() + "/sessions").statusCode())
        .isEqualTo(403);
    Browser admin = Browser.admin(first);
    String all = "/api/v1/accounts/" + other.name() + "/sessions";
    assertThat(admin.json(all).path("items").size()).isEqualTo(1);
    assertThat(admin.change("DELETE", all + "/" + theirs, "", Map.of()).statusCode())
        .isEqualTo(204);
    assertThat(admin.json(all).path("items").size()).isZero();
  }

  @Test
  void endsTheSignInWithTheSignOut() {
    Person person = Person.in(first);
    Browser browser = person.signedIn(first);
    Browser other = person.signedIn(first);
    assertThat(browser.change("POST", "/logout", "", Map.of()).statusCode()).isEqualTo(204);

    assertThat(other.json("/api/v1/me/sessions").path("items").size()).isEqualTo(1);
  }

  @Test
  void endsTheSignInOfADeviceThatGivesItsRefreshTokenBack() {
    Person person = Person.in(first);
    JsonNode tokens = Device.connect(first, person.name(), person.password());
    String access = tokens.path("access_token").asString();
    String refresh = tokens.path("refresh_token").asString();
    assertThat(me(second, access)).isEqualTo(200);

    HttpResponse<String> revoked =
        new Browser(first.url())
            .post("/oauth2/revoke", Map.of("client_id", "meridian-cli", "token", refresh));

    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
    OneSecond.passes();
    for (RunningControlPlane replica : replicas.both()) {
      assertThat(me(replica, access)).isEqualTo(401);
    }
    assertThat(Device.refresh(second, refresh).statusCode()).isEqualTo(400);
  }

  @Test
  void keepsNoRefreshTokenThatLetsSomebodyInWhoReadsTheDatabase() {
    Person person = Person.in(first);
    String refresh =
        Device.connect(first, person.name(), person.password()).path("refresh_token").asString();

    List<String> stored =
        first.rows(
            SystemJob.IDENTITY,
            jdbc ->
                jdbc.sql(
                        "select to_jsonb(a)::text from oauth2_authorization a where principal_name = ?")
                    .param(person.name())
                    .query(String.class)
                    .list());

    assertThat(stored).isNotEmpty().noneMatch(row -> row.contains(refresh));
    String digest = Browser.JSON.readTree(stored.getFirst()).path("refresh_token_value").asString();
    assertThat(digest).startsWith("sha256:");
    assertThat(Device.refresh(first, digest).statusCode()).isEqualTo(400);
    assertThat(Device.refresh(first, refresh).statusCode()).isEqualTo(200);
  }

  private static int me(RunningControlPlane replica, String token) {
    return new Browser(replica.url()).call("GET", "/api/v1/me", "", null, token).statusCode();
  }

  private static boolean readToEnd(InputStream stream) {
    try {
      stream.transferTo(java.io.OutputStream.nullOutputStream());
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  /** As if the grace were over. */
  private static void ageSpentTokens() {
    first.rows(
        SystemJob.IDENTITY,
        jdbc ->
            jdbc.sql("update spent_refresh_token set spent_at = spent_at - interval '6 s'")
                .update());
  }

  private static String plain(HttpResponse<String> answer, String id) {
    return answer.body().replaceAll("\"traceId\":\"[^\"]*\"", "").replace(id, "<id>");
  }
}
