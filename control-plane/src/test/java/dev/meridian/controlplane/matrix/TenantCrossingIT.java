package dev.meridian.controlplane.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Ways over the fence that are no id in a path: cursors, filters, keys, resume tokens, time. */
class TenantCrossingIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final List<String> LISTS =
      List.of("instances", "volumes", "secrets", "members", "audit", "events");
  private static final int SAMPLES = 60;

  private static World world;
  private static Things things;
  private static Http http;

  @BeforeAll
  static void makeTheWorld() {
    MatrixRun run = new MatrixRun(server);
    world = run.world();
    things = run.things();
    http = run.http();
    for (String kind : List.of("instance", "volume", "secret", "member")) {
      things.make(kind, Place.GLOBEX);
      things.make(kind, Place.STREAMS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"instances", "volumes", "secrets", "members", "audit"})
  void readsNothingForeignWithTheCursorOfAForeignList(String list) {
    Http.Answer theirs = http.get(world.token(Actor.OTHER), path(Place.GLOBEX, list) + "?limit=1");
    String cursor = Browser.JSON.readTree(theirs.body()).path("nextCursor").asString("");
    assertThat(cursor).as(theirs.body()).isNotEmpty();

    Http.Answer mine = asAdmin(path(Place.STREAMS, list) + "?limit=1000&cursor=" + cursor);

    assertThat(mine.status()).as(mine.body()).isEqualTo(200);
    assertNothingForeign(mine);
  }

  @Test
  void refusesForgedCursorsAndResumeTokensAsInvalid() {
    for (String key :
        List.of(
            "", "x", "1\u001f2", "1\u001f2\u001f3", "' or true --\u001f", "\u0000\u001f\u0000")) {
      String forged =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(key.getBytes(StandardCharsets.UTF_8));
      for (String list : LISTS) {
        Http.Answer answer =
            http.send(
                world.token(Actor.ADMIN),
                "GET",
                path(Place.STREAMS, list) + "?limit=1000&cursor=" + forged,
                list.equals("events") ? Map.of("Last-Event-ID", forged + "!") : Map.of(),
                new byte[0]);
        assertThat(answer.status()).as(list + " " + key + " " + answer.body()).isIn(200, 422);
        assertNothingForeign(answer);
      }
      if (!key.isEmpty()) {
        Http.Answer resumed =
            http.send(
                world.token(Actor.ADMIN),
                "GET",
                path(Place.STREAMS, "events"),
                Map.of("Last-Event-ID", forged),
                new byte[0]);
        assertThat(resumed.status()).as(key + " " + resumed.body()).isEqualTo(422);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instances?subtree=true&state=RUNNING%27%20or%20true--",
        "instances?package=store",
        "instances?package=%25",
        "volumes?state=%25",
        "volumes?state=KEPT&state=READY",
        "secrets?under=..%2F",
        "secrets?under=%25",
        "secrets?label=",
        "secrets?label=tenant%3Dglobex&label=%25%3D%25",
        "members?cursor=&limit=1000",
        "instances?tenant=globex",
        "instances?subtree=true&tenant=-"
      })
  void addsHostileFiltersToTheOwnTenantsOnly(String query) {
    Http.Answer answer = asAdmin(path(Place.STREAMS, query));

    assertThat(answer.status()).as(answer.body()).isIn(200, 400, 422);
    assertNothingForeign(answer);
  }

  @Test
  void keepsAnIdempotencyKeyToItsTenantAndItsCaller() {
    String key = Ids.next().toString();
    String body = "{\"name\":\"same\",\"package\":\"web\",\"allowWaiting\":true}";
    List<String> made = new ArrayList<>();
    made.add(install(Actor.OTHER, Place.GLOBEX, key, body));
    made.add(install(Actor.ADMIN, Place.STREAMS, key, body));
    made.add(install(Actor.PARENT, Place.ACME, key, body));
    made.add(install(Actor.PARENT, Place.WEB, key, body));

    assertThat(made).as("instances").doesNotHaveDuplicates();
    assertThat(install(Actor.ADMIN, Place.STREAMS, key, body)).isEqualTo(made.get(1));
    Http.Answer foreign = send(Actor.ADMIN, Place.GLOBEX, key, body);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).doesNotContain(made.getFirst());
  }

  @Test
  void readsNothingForeignWithTheResumeTokenOfAForeignStream() {
    Http.Answer theirs =
        http.send(
            world.token(Actor.OTHER),
            "GET",
            path(Place.GLOBEX, "events"),
            Map.of("Last-Event-ID", Request.position()),
            new byte[0]);
    assertThat(theirs.body()).contains(things.of(Place.GLOBEX, "instance"));
    String position =
        theirs.body().lines().filter(l -> l.startsWith("id:")).findFirst().orElseThrow();

    Http.Answer mine =
        http.send(
            world.token(Actor.ADMIN),
            "GET",
            path(Place.STREAMS, "events"),
            Map.of("Last-Event-ID", position.substring("id:".length())),
            new byte[0]);

    assertThat(mine.body()).contains(Things.LAST_EVENT);
    assertNothingForeign(mine);
  }

  @Test
  void endsAnOpenStreamWhenTheRightIsTaken() throws Exception {
    Account leaver = world.account("leaver", Role.TENANT_VIEWER, Place.STREAMS);
    String token = world.token(leaver, Duration.ofMinutes(5));
    CompletableFuture<Http.Answer> stream =
        CompletableFuture.supplyAsync(() -> http.get(token, path(Place.STREAMS, "events")));
    assertThat(stream).isNotDone();

    server.get(Bindings.class).unbind(leaver.id(), Role.TENANT_VIEWER, world.tenant(Place.STREAMS));

    // One second for the right, one for the stream's next look, and room for a busy machine; less
    // than the reader's own patience.
    assertThat(stream.get(6, TimeUnit.SECONDS).status()).isIn(200, 404);
  }

  @Test
  void answersAForeignPathLikeAnUnknownOne() {
    for (String foreign : List.of("globex", "acme~web", "acme", "frozen", "-")) {
      Http.Answer answer = asAdmin("/api/v1/tenants/" + foreign);
      Http.Answer unknown = asAdmin("/api/v1/tenants/nowhere");
      assertThat(answer.status()).as(foreign).isEqualTo(404);
      assertThat(comparable(answer, foreign)).isEqualTo(comparable(unknown, "nowhere"));
    }
  }

  /**
   * Medians of many, taken in turns, so that a busy machine slows both. They may differ by what one
   * more indexed read costs and no more.
   */
  @Test
  void takesAsLongForAForeignThingAsForAnUnknownOne() {
    for (String kind : List.of("tenant", "instance", "secret")) {
      List<Long> foreign = new ArrayList<>();
      List<Long> unknown = new ArrayList<>();
      for (int i = 0; i < SAMPLES; i++) {
        foreign.add(nanos(kind, things.of(Place.GLOBEX, kind)));
        unknown.add(nanos(kind, Request.random(kind)));
      }
      double one = median(foreign);
      double other = median(unknown);
      assertThat(one)
          .as("median milliseconds for a foreign and an unknown " + kind)
          .isCloseTo(other, within(Math.max(5, other)));
    }
  }

  private static long nanos(String kind, String thing) {
    String path =
        kind.equals("tenant")
            ? "/api/v1/tenants/" + thing
            : path(Place.STREAMS, kind + "s/" + thing);
    long begun = System.nanoTime();
    assertThat(asAdmin(path).status()).isEqualTo(404);
    return System.nanoTime() - begun;
  }

  private static double median(List<Long> nanos) {
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2) / 1e6;
  }

  private static String install(Actor actor, Place place, String key, String body) {
    Http.Answer answer = send(actor, place, key, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    JsonNode instance = Browser.JSON.readTree(answer.body());
    return instance.path("id").asString();
  }

  private static Http.Answer send(Actor actor, Place place, String key, String body) {
    return http.send(
        world.token(actor),
        "POST",
        path(place, "instances"),
        Map.of("Idempotency-Key", key),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static Http.Answer asAdmin(String path) {
    return http.get(world.token(Actor.ADMIN), path);
  }

  private static String path(Place place, String below) {
    return "/api/v1/tenants/" + world.tenant(place) + "/" + below;
  }

  private static void assertNothingForeign(Http.Answer answer) {
    for (Place place : List.of(Place.GLOBEX, Place.WEB, Place.ACME, Place.FROZEN)) {
      for (String mark : things.marks(place)) {
        assertThat(answer.body()).as("an answer to the admin of acme/streams").doesNotContain(mark);
      }
    }
  }

  private static String comparable(Http.Answer answer, String name) {
    return answer
        .body()
        .replaceAll("\"traceId\":\"[^\"]*\"", "")
        .replaceAll("(tenants/|')" + java.util.regex.Pattern.quote(name), "$1<that>");
  }
}
