package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Device;
import dev.meridian.controlplane.testing.OneSecond;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Ids;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class IdentityIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  @Test
  void signsInOnTheWebAndReturnsWhereItBegan() {
    Browser browser = new Browser(server.url());

    HttpResponse<String> end =
        browser.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/api/v1/me");

    assertThat(end.uri().getPath()).isEqualTo("/api/v1/me");
    JsonNode me = Browser.JSON.readTree(end.body());
    assertThat(me.path("username").asString()).isEqualTo("admin");
    assertThat(me.path("bindings").path(0).path("role").asString()).isEqualTo("platform-admin");
    assertThat(me.path("bindings").path(0).path("tenant").isNull()).isTrue();
    assertThat(me.path("permissions").path("platform").toString()).contains("region:write");
    assertThat(browser.cookies().getCookieStore().getCookies())
        .anySatisfy(
            cookie -> {
              assertThat(cookie.getName()).isEqualTo("MERIDIAN_SESSION");
              assertThat(cookie.isHttpOnly()).isTrue();
            });
  }

  @Test
  void marksTheSessionCookieSameSiteStrict() {
    HttpResponse<String> page = new Browser(server.url()).get("/login");

    assertThat(page.headers().firstValue("Set-Cookie").orElse("")).contains("SameSite=Strict");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void refusesWrongPasswordWithoutSayingWhichPartIsWrong() {
    Browser browser = new Browser(server.url());

    HttpResponse<String> wrong = browser.signIn("admin", "not it", "/");
    HttpResponse<String> unknown = browser.signIn("nobody", "not it", "/");

    assertThat(wrong.body()).contains("User name or password are not right");
    assertThat(unknown.body()).contains("User name or password are not right");
  }

  @Test
  void checksTheCsrfTokenOfSessionsOnly() {
    Browser browser = signedIn();
    String csrf = browser.json("/api/v1/me").path("csrfToken").asString();
    String body = "{\"name\":\"" + fresh("csrf") + "\"}";

    assertThat(browser.call("POST", "/api/v1/tenants", body, null, null).statusCode())
        .isEqualTo(403);
    HttpResponse<String> made = browser.call("POST", "/api/v1/tenants", body, csrf, null);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    HttpResponse<String> byToken =
        new Browser(server.url())
            .call(
                "POST",
                "/api/v1/tenants",
                "{\"name\":\"" + fresh("bearer") + "\"}",
                null,
                deviceToken("admin", RunningControlPlane.ADMIN_PASSWORD)
                    .path("access_token")
                    .asString());
    assertThat(byToken.statusCode()).as(byToken.body()).isEqualTo(201);
  }

  @Test
  void endsTheSessionAtSignOut() {
    Browser browser = signedIn();
    String csrf = browser.json("/api/v1/me").path("csrfToken").asString();

    assertThat(browser.call("POST", "/logout", "", null, null).statusCode()).isEqualTo(403);
    assertThat(browser.call("POST", "/logout", "", csrf, null).statusCode()).isEqualTo(204);
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(browser.get("/login/start").uri().getPath()).isEqualTo("/login");
  }

  @Test
  void connectsADeviceAndRotatesItsRefreshToken() {
    JsonNode tokens = deviceToken("admin", RunningControlPlane.ADMIN_PASSWORD);
    Browser cli = new Browser(server.url());

    assertThat(me(tokens.path("access_token").asString()).path("username").asString())
        .isEqualTo("admin");
    String refresh = tokens.path("refresh_token").asString();
    Map<String, String> ask =
        Map.of(
            "grant_type", "refresh_token", "client_id", "meridian-cli", "refresh_token", refresh);
    HttpResponse<String> again = cli.post("/oauth2/token", ask);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    JsonNode next = Browser.JSON.readTree(again.body());
    assertThat(next.path("refresh_token").asString()).isNotEmpty().isNotEqualTo(refresh);
    assertThat(me(next.path("access_token").asString()).path("username").asString())
        .isEqualTo("admin");
    assertThat(cli.post("/oauth2/token", ask).statusCode()).isEqualTo(400);
  }

  @Test
  void answers401ProblemWithoutOrWithBadToken() throws JOSEException {
    Browser browser = new Browser(server.url());

    for (String path : List.of("/api/v1/me", "/api/v1/tenants", "/api/v1/does-not-exist")) {
      HttpResponse<String> none = browser.get(path);
      assertThat(none.statusCode()).as(path).isEqualTo(401);
      assertThat(none.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(none.body()).contains("https://meridian.dev/problems/unauthenticated");
    }
    Account admin = server.get(Accounts.class).byUsername("admin").orElseThrow();
    String foreign = signedBySomebodyElse(server.url().toString(), admin, Instant.now());
    for (String token : List.of("garbage", foreign)) {
      HttpResponse<String> bad = browser.call("GET", "/api/v1/me", "", null, token);
      assertThat(bad.statusCode()).isEqualTo(401);
      assertThat(bad.body()).contains("problems/unauthenticated");
    }
  }

  @Test
  void answersForeignTenantExactlyLikeUnknownOne() {
    Browser admin = signedIn();
    String csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    String mine = fresh("mine");
    String theirs = fresh("theirs");
    admin.call("POST", "/api/v1/tenants", "{\"name\":\"" + mine + "\"}", csrf, null);
    HttpResponse<String> made =
        admin.call("POST", "/api/v1/tenants", "{\"name\":\"" + theirs + "\"}", csrf, null);
    String foreignId = Browser.JSON.readTree(made.body()).path("id").asString();
    String developer = fresh("dev");
    HttpResponse<String> added =
        admin.call(
            "POST",
            "/api/v1/tenants/" + mine + "/members",
            "{\"username\":\"" + developer + "\",\"role\":\"tenant-developer\"}",
            csrf,
            null);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String password = Browser.JSON.readTree(added.body()).path("password").asString();
    Browser browser = new Browser(server.url());
    browser.signIn(developer, password, "/");

    String unknownId = Ids.next().toString();
    HttpResponse<String> foreign = browser.get("/api/v1/tenants/" + foreignId);
    HttpResponse<String> unknown = browser.get("/api/v1/tenants/" + unknownId);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(withoutTrace(foreign, foreignId)).isEqualTo(withoutTrace(unknown, unknownId));
    assertThat(browser.get("/api/v1/tenants/" + theirs).statusCode()).isEqualTo(404);
    JsonNode visible = browser.json("/api/v1/tenants");
    assertThat(visible.path("items").size()).isEqualTo(1);
    assertThat(visible.path("items").path(0).path("path").asString()).isEqualTo(mine);
    assertThat(browser.get("/api/v1/tenants/" + mine + "/members").statusCode()).isEqualTo(403);
    String own = browser.json("/api/v1/me").path("csrfToken").asString();
    assertThat(
            browser
                .call("PUT", "/api/v1/tenants/" + mine + "/limits", "{\"pods\":1}", own, null)
                .statusCode())
        .isEqualTo(403);
    assertThat(browser.get("/api/v1/events").statusCode())
        .as("the platform's events are those of every tenant")
        .isEqualTo(403);
  }

  @Test
  void actsOnADisabledAccountWithinASecond() {
    Browser admin = signedIn();
    String csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    String name = fresh("gone");
    HttpResponse<String> added =
        admin.call(
            "POST",
            "/api/v1/tenants/-/members",
            "{\"username\":\"" + name + "\",\"role\":\"finance\"}",
            csrf,
            null);
    JsonNode member = Browser.JSON.readTree(added.body());
    String token =
        deviceToken(name, member.path("password").asString()).path("access_token").asString();
    assertThat(me(token).path("permissions").path("platform").toString()).contains("usage:read");

    Accounts accounts = server.get(Accounts.class);
    accounts.setDisabled(accounts.byUsername(name).orElseThrow().id(), true);

    Browser cli = new Browser(server.url());
    OneSecond.passes();
    assertThat(cli.call("GET", "/api/v1/me", "", null, token).statusCode()).isEqualTo(401);
  }

  @Test
  void givesAServiceAccountTokensForItsSecret() {
    Browser admin = signedIn();
    String csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    String name = fresh("robot");
    HttpResponse<String> added =
        admin.call(
            "POST",
            "/api/v1/tenants/-/members",
            "{\"username\":\"%s\",\"role\":\"finance\",\"kind\":\"service-account\"}"
                .formatted(name),
            csrf,
            null);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String secret = Browser.JSON.readTree(added.body()).path("password").asString();

    HttpResponse<String> answer =
        new Browser(server.url())
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    name,
                    "client_secret",
                    secret));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode me = me(Browser.JSON.readTree(answer.body()).path("access_token").asString());
    assertThat(me.path("kind").asString()).isEqualTo("service-account");
  }

  @Test
  void setsAndShowsLimits() {
    Browser admin = signedIn();
    String csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    String name = fresh("limited");
    HttpResponse<String> made =
        admin.call(
            "POST",
            "/api/v1/tenants",
            "{\"name\":\"%s\",\"limits\":{\"cpus\":2.5,\"pods\":10}}".formatted(name),
            csrf,
            null);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode tenant = admin.json("/api/v1/tenants/" + name);

    assertThat(tenant.path("label").asString()).startsWith(name);
    assertThat(tenant.path("quota").toString())
        .contains(
            "{\"resource\":\"cpus\",\"limit\":2.5,\"used\":0,\"limitedBy\":\"%s\",\"guarantee\":0}"
                .formatted(name))
        .contains(
            "{\"resource\":\"memory\",\"limit\":null,\"used\":0,\"limitedBy\":null,\"guarantee\":0}");
    assertThat(tenant.path("limits").toString())
        .as("its own limits, which are sent back as a whole")
        .isEqualTo(
            "{\"cpus\":2.5,\"memory\":null,\"disk\":null,\"pods\":10,\"gpus\":null,"
                + "\"instances\":null,\"volumes\":null,\"secrets\":null}");
    HttpResponse<String> taken =
        admin.call("POST", "/api/v1/tenants", "{\"name\":\"%s\"}".formatted(name), csrf, null);
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(taken.body()).contains("problems/name-taken");
  }

  @Test
  void changesAQuotaOnlyAsItWasRead() {
    Browser admin = signedIn();
    String csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    String name = fresh("quota");
    String made = "{\"name\":\"%s\",\"limits\":{\"secrets\":1,\"pods\":4}}".formatted(name);
    assertThat(admin.call("POST", "/api/v1/tenants", made, csrf, null).statusCode()).isEqualTo(201);
    String quota = "/api/v1/tenants/" + name + "/quota";
    String tag = admin.get(quota).headers().firstValue("ETag").orElseThrow();
    String asked =
        """
        {"limits": [{"resource": "pods", "limit": 5, "guarantee": 2},
          {"scope": "region:eu", "resource": "cpus", "limit": 1.5},
          {"resource": "secrets", "limit": 1}]}
        """;

    HttpResponse<String> set = admin.put(quota, asked, csrf, tag);
    HttpResponse<String> late = admin.put(quota, "{\"limits\": []}", csrf, tag);
    HttpResponse<String> wrong =
        admin.put(
            quota,
            "{\"limits\": [{\"scope\": \"region:eu\", \"resource\": \"secrets\", \"limit\": 1}]}",
            csrf,
            "*");

    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    assertThat(late.statusCode()).as(late.body()).isEqualTo(412);
    assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(422);
    assertThat(wrong.body()).contains("secrets cannot be limited in region:eu");
    assertThat(admin.json(quota).path("limits").toString())
        .isEqualTo(
            "[{\"scope\":\"all\",\"resource\":\"pods\",\"limit\":5,\"guarantee\":2},"
                + "{\"scope\":\"all\",\"resource\":\"secrets\",\"limit\":1,\"guarantee\":null},"
                + "{\"scope\":\"region:eu\",\"resource\":\"cpus\",\"limit\":1.5,\"guarantee\":null}]");
  }

  @Test
  void leadsBackToOwnPagesOnly() {
    assertThat(ReturnTo.local("/instances?x=1")).isEqualTo("/instances?x=1");
    for (String bad : List.of("//evil.example", "https://evil.example", "/\\evil", "evil", "")) {
      assertThat(ReturnTo.local(bad)).as(bad).isEqualTo("/");
    }
  }

  private static Browser signedIn() {
    Browser browser = new Browser(server.url());
    browser.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");
    return browser;
  }

  private static JsonNode deviceToken(String username, String password) {
    return Device.connect(server, username, password);
  }

  private static JsonNode me(String token) {
    HttpResponse<String> answer =
        new Browser(server.url()).call("GET", "/api/v1/me", "", null, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body());
  }

  private static String signedBySomebodyElse(String issuer, Account account, Instant now)
      throws JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("other").generate();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("other").build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(account.username())
                .claim("meridian_account", account.id().toString())
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String withoutTrace(HttpResponse<String> answer, String id) {
    return answer.body().replaceAll("\"traceId\":\"[^\"]*\"", "").replace(id, "<id>");
  }

  private static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }
}
