package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.IssuerServer;
import dev.meridian.controlplane.testing.OneSecond;
import dev.meridian.controlplane.testing.Replicas;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Ids;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logout tokens that an issuer sends to one of two replicas. */
class IssuerLogoutIT {
  private static final IssuerServer issuer = IssuerServer.start();
  private static final Map<String, String> settings =
      Map.of(
          "meridian.oidc.issuer", issuer.url(),
          "meridian.oidc.client-id", "meridian-web",
          "meridian.oidc.client-secret", "of no use here",
          "meridian.oidc.audience", "meridian");
  @RegisterExtension static final Replicas replicas = new Replicas(settings);

  private static final RunningControlPlane first = replicas.first();
  private static final RunningControlPlane second = replicas.second();

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @Test
  void endsASessionOnAllReplicasWithinASecondAndNoOther() {
    String person = person();
    String ended = token(person, "s-1" + person);
    String later = token(person, "s-1" + person);
    String other = token(person, "s-2" + person);
    assertTaken(ended, other);

    HttpResponse<String> answer = send(logout(Map.of("sid", "s-1" + person)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    OneSecond.passes();
    for (RunningControlPlane replica : replicas.both()) {
      assertThat(me(replica, ended)).isEqualTo(401);
      assertThat(me(replica, later)).as("another token of the same session").isEqualTo(401);
      assertThat(me(replica, other)).isEqualTo(200);
    }
  }

  @Test
  void endsAllSessionsOfAPersonAndNobodyElses() {
    String person = person();
    String bystander = person();
    String one = token(person, "a" + person);
    String two = token(person, "b" + person);
    String theirs = token(bystander, "c" + bystander);
    assertTaken(one, two, theirs);

    assertThat(send(logout(Map.of("sub", IssuerServer.subject(person)))).statusCode())
        .isEqualTo(200);

    OneSecond.passes();
    for (RunningControlPlane replica : replicas.both()) {
      assertThat(me(replica, one)).isEqualTo(401);
      assertThat(me(replica, two)).isEqualTo(401);
      assertThat(me(replica, theirs)).isEqualTo(200);
    }
    assertThat(me(first, token(person, "d" + person))).as("signed in again").isEqualTo(200);
  }

  @Test
  void takesALogoutTokenOnce() {
    String person = person();
    String logout = logout(Map.of("sub", IssuerServer.subject(person)));
    assertThat(send(logout).statusCode()).isEqualTo(200);
    String next = token(person, "next" + person);
    assertTaken(next);

    HttpResponse<String> again =
        new Browser(second.url()).post(IssuerLogoutController.PATH, Map.of("logout_token", logout));

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("invalid_request", "used before");
    assertThat(me(first, next)).isEqualTo(200);
  }

  @Test
  void refusesWhatIsNoLogoutTokenForUsAndEndsNothing() throws Exception {
    String person = person();
    String session = "kept" + person;
    String token = token(person, session);
    assertTaken(token);
    Map<String, Object> sid = Map.of("sid", session);
    Map<String, String> wrong = new HashMap<>();
    wrong.put("no token", "nonsense");
    wrong.put("an access token", token);
    wrong.put("for another client", logout(sid, "aud", "another"));
    wrong.put("of another issuer", logout(sid, "iss", "https://other.example.org"));
    wrong.put("old", logout(sid, "iat", Date.from(Instant.now().minusSeconds(600))));
    wrong.put("of the future", logout(sid, "iat", Date.from(Instant.now().plusSeconds(600))));
    wrong.put("without iat", logout(sid, "iat", null));
    wrong.put("without jti", logout(sid, "jti", null));
    wrong.put("without events", logout(sid, "events", null));
    wrong.put("of another event", logout(sid, "events", Map.of("http://e.example.org", Map.of())));
    wrong.put("with a nonce", logout(sid, "nonce", "n"));
    wrong.put("of nobody", logout(Map.of()));
    wrong.put("run out", logout(sid, "exp", Date.from(Instant.now().minusSeconds(300))));
    try (IssuerServer other = IssuerServer.start()) {
      wrong.put("signed by another", other.signed(claims(sid)));
    }

    wrong.forEach(
        (what, bad) -> {
          HttpResponse<String> answer = send(bad);
          assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(400);
          assertThat(answer.body()).as(what).contains("invalid_request");
        });
    assertThat(new Browser(first.url()).post(IssuerLogoutController.PATH, Map.of()).statusCode())
        .isEqualTo(400);
    assertThat(me(first, token)).isEqualTo(200);
    assertThat(me(second, token)).isEqualTo(200);
    assertThat(send(logout(sid)).statusCode()).as("the same, and right").isEqualTo(200);
    OneSecond.passes();
    assertThat(me(first, token)).isEqualTo(401);
  }

  @Test
  void listsTheSessionOfATokenAmongItsPersonsOwn() {
    String person = person();
    String token = token(person, "listed" + person);

    HttpResponse<String> sessions =
        new Browser(first.url()).call("GET", "/api/v1/me/sessions", "", null, token);

    assertThat(sessions.body()).contains("\"current\":true", "\"kind\":\"device\"", "their-cli");
  }

  private static String person() {
    String name = "p-" + Ids.next().toString().substring(24);
    first.get(Accounts.class).create(name, name, Account.Kind.PERSON, null);
    return name;
  }

  private static String token(String person, String session) {
    return issuer.token(
        person,
        "meridian",
        Duration.ofMinutes(5),
        Instant.now(),
        Map.of("sid", session, "azp", "their-cli"));
  }

  private static String logout(Map<String, Object> whom) {
    return issuer.signed(claims(whom));
  }

  private static String logout(Map<String, Object> whom, String claim, @Nullable Object value) {
    Map<String, Object> claims = claims(whom);
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return issuer.signed(claims);
  }

  private static Map<String, Object> claims(Map<String, Object> whom) {
    Map<String, Object> claims = new HashMap<>(whom);
    claims.put("iss", issuer.url());
    claims.put("aud", "meridian-web");
    claims.put("iat", new Date());
    claims.put("jti", Ids.next().toString());
    claims.put("events", Map.of(LogoutTokens.EVENT, Map.of()));
    return claims;
  }

  private static HttpResponse<String> send(String logoutToken) {
    return new Browser(first.url())
        .post(IssuerLogoutController.PATH, Map.of("logout_token", logoutToken));
  }

  private static void assertTaken(String... tokens) {
    for (String token : tokens) {
      assertThat(me(first, token)).isEqualTo(200);
      assertThat(me(second, token)).isEqualTo(200);
    }
  }

  private static int me(RunningControlPlane replica, String token) {
    return new Browser(replica.url()).call("GET", "/api/v1/me", "", null, token).statusCode();
  }
}
