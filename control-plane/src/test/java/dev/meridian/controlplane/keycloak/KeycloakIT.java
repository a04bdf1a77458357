package dev.meridian.controlplane.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import tools.jackson.databind.JsonNode;

/** A control plane beside a real Keycloak with the realm that is shipped. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
  private static final KeycloakServer keycloak = KeycloakServer.start();
  private static final Keycloak admin = keycloak.admin();
  private static final TestRealm there = new TestRealm(realm());

  static {
    there.letSyncWrite(true);
  }

  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of(
              "meridian.oidc.issuer",
              keycloak.issuer(),
              "meridian.oidc.client-secret",
              KeycloakServer.WEB_SECRET,
              "meridian.keycloak.client-secret",
              KeycloakServer.SYNC_SECRET,
              "meridian.keycloak.publish",
              "true",
              "meridian.tenant-deletion.grace",
              "0s"));

  @BeforeAll
  static void addressOfTheWebAndAClientForTests() {
    ClientRepresentation web = realm().clients().findByClientId("meridian-web").getFirst();
    web.setRedirectUris(List.of(server.url() + "/login/oauth2/code/meridian-web"));
    web.getAttributes()
        .put("backchannel.logout.url", server.url() + "/logout/connect/back-channel/meridian-web");
    realm().clients().get(web.getId()).update(web);
    ClientRepresentation script = new ClientRepresentation();
    script.setClientId("test");
    script.setPublicClient(true);
    script.setDirectAccessGrantsEnabled(true);
    script.setProtocolMappers(List.of(TestRealm.audience()));
    TestRealm.created(realm().clients().create(script));
  }

  @AfterAll
  static void stop() {
    admin.close();
    keycloak.close();
  }

  @Test
  void signsInToTheWeb() {
    JsonNode me = signedIn(KeycloakServer.ADMIN).json("/api/v1/me");

    assertThat(me.path("username").asString()).isEqualTo("ada");
  }

  @Test
  void endsTheSessionOfTheWebWhenItEndsThere() {
    Browser browser = signedIn(KeycloakServer.ADMIN);
    Browser other = signedIn(KeycloakServer.ADMIN);
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);

    realm().users().get(realm().users().search(KeycloakServer.ADMIN).getFirst().getId()).logout();

    for (Browser one : List.of(browser, other)) {
      await("signed out by Keycloak")
          .atMost(Duration.ofSeconds(5))
          .until(() -> one.get("/api/v1/me").statusCode() == 401);
    }
    assertThat(signedIn(KeycloakServer.ADMIN).get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  private static Browser signedIn(String person) {
    synchronise();
    Browser browser = new Browser(server.url());
    HttpResponse<String> page = browser.get("/login/start?returnTo=/api/v1/me");
    Matcher form = Pattern.compile("<form[^>]*action=\"([^\"]+)\"").matcher(page.body());
    assertThat(form.find()).as(page.body()).isTrue();
    // This machine counts as secure without TLS, which browsers know.
    browser.cookies().getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
    HttpResponse<String> me =
        browser.post(
            form.group(1).replace("&amp;", "&"),
            Map.of("username", person, "password", KeycloakServer.PASSWORD));
    assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
    return browser;
  }

  @Test
  void makesTenantsOfGroupsAndGivesTheirRolesToTheirMembers() {
    String acme = there.group(realm().getGroupByPath("/tenants").getId(), "acme");
    String streams = there.group(acme, "streams");
    there.giveRole(streams, "tenant-developer");
    String bob = there.person("bob");
    realm().users().get(bob).joinGroup(streams);

    JsonNode dry = sync("?dryRun=true");
    assertThat(dry.path("differences").toString())
        .contains("make the tenant \\\"acme/streams\\\"", "make the account \\\"bob\\\"");
    assertThat(get("/api/v1/tenants/acme~streams", adminToken()).statusCode()).isEqualTo(404);

    synchronise();

    JsonNode me = json("/api/v1/me", token("bob"));
    assertThat(me.path("bindings").toString()).contains("tenant-developer", "acme/streams");
    assertThat(sync("?dryRun=true").path("differences")).isEmpty();

    realm().users().get(bob).leaveGroup(streams);
    synchronise();
    assertThat(json("/api/v1/me", token("bob")).path("bindings")).isEmpty();
  }

  @Test
  void makesTenantsOfOrganisationsWithTheirMembers() {
    OrganizationRepresentation globex = new OrganizationRepresentation();
    globex.setName("Globex");
    globex.setAlias("globex");
    globex.addDomain(new OrganizationDomainRepresentation("globex.example.org"));
    String id = TestRealm.created(realm().organizations().create(globex));
    try (Response added =
        realm().organizations().get(id).members().addMember(there.person("cyd"))) {
      assertThat(added.getStatus()).isEqualTo(201);
    }

    synchronise();

    assertThat(json("/api/v1/me", token("cyd")).path("bindings").toString())
        .contains("tenant-viewer", "globex");
  }

  @Test
  void knowsServiceAccountsByTheirClients() {
    ClientRepresentation pipeline = new ClientRepresentation();
    pipeline.setClientId("pipeline");
    pipeline.setSecret("secret of the pipeline");
    pipeline.setServiceAccountsEnabled(true);
    pipeline.setProtocolMappers(List.of(TestRealm.audience()));
    String id = TestRealm.created(realm().clients().create(pipeline));
    String group = there.group(realm().getGroupByPath("/tenants").getId(), "initech");
    String user = realm().clients().get(id).getServiceAccountUser().getId();
    realm().users().get(user).joinGroup(group);

    synchronise();

    JsonNode me =
        json(
            "/api/v1/me",
            keycloak.token(
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "pipeline",
                    "client_secret", "secret of the pipeline")));
    assertThat(me.path("kind").asString()).isEqualTo("service-account");
    assertThat(me.path("bindings").toString()).contains("initech");
  }

  @Test
  void takesAccessWithinAMinuteFromWhoIsDisabledThereAlthoughTheTokenIsStillGood() {
    String dee = there.person("dee");
    realm()
        .users()
        .get(dee)
        .joinGroup(there.group(realm().getGroupByPath("/tenants").getId(), "umbrella"));
    synchronise();
    String token = token("dee");
    assertThat(get("/api/v1/me", token).statusCode()).isEqualTo(200);

    UserRepresentation user = realm().users().get(dee).toRepresentation();
    user.setEnabled(false);
    realm().users().get(dee).update(user);

    await("access is gone")
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/v1/me", token).statusCode() == 401);

    user.setEnabled(true);
    realm().users().get(dee).update(user);
    synchronise();
    assertThat(get("/api/v1/me", token).statusCode()).isEqualTo(200);
  }

  @Test
  void showsTenantsAndMembersOfHereInKeycloakAndTakesThemAwayAgain() {
    String fay = there.person("fay");
    realm().users().get(fay).joinGroup(there.group(there.find("/tenants").orElseThrow(), "hooli"));
    synchronise();
    there.letSyncWrite(false);
    change("POST", "/api/v1/tenants", "{\"name\":\"umbra\"}", 201);
    change("POST", "/api/v1/tenants", "{\"name\":\"deep\",\"parent\":\"umbra\"}", 201);
    change(
        "POST",
        "/api/v1/tenants/umbra~deep/members",
        "{\"username\":\"fay\",\"role\":\"tenant-developer\"}",
        201);

    assertThat(sync("?dryRun=true").path("differences").toString())
        .contains("make the group of the tenant \\\"umbra\\\" in the directory")
        .contains("make the group of the tenant \\\"umbra/deep\\\" in the directory")
        .contains("\\\"fay\\\" has the role tenant-developer at \\\"umbra/deep\\\"");
    await("Keycloak refuses what is written")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> change("POST", "/api/v1/identity/sync", "", 503));
    assertThat(there.groupsBelow("/tenants")).contains("hooli").doesNotContain("umbra");

    there.letSyncWrite(true);
    synchronise();

    assertThat(there.groupsBelow("/tenants/umbra")).containsExactly("deep");
    assertThat(there.groupsBelow("/meridian-members"))
        .containsExactly("umbra.deep:tenant-developer");
    assertThat(there.membersOf("/meridian-members/umbra.deep:tenant-developer"))
        .containsExactly("fay");
    assertThat(sync("?dryRun=true").path("differences")).isEmpty();
    assertThat(sync("").path("differences")).isEmpty();
    assertThat(json("/api/v1/me", token("fay")).path("bindings"))
        .as("what is shown there gives nothing here")
        .hasSize(2);

    change("DELETE", "/api/v1/tenants/umbra~deep/members/fay/roles/tenant-developer", "", 204);
    change("DELETE", "/api/v1/tenants/umbra", "{\"confirm\":\"umbra\"}", 202);
    await("the tenant is deleted")
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/api/v1/tenants/umbra", adminToken()).statusCode() == 404);
    synchronise();

    assertThat(there.groupsBelow("/meridian-members")).isEmpty();
    assertThat(there.groupsBelow("/tenants")).contains("hooli").doesNotContain("umbra");
    assertThat(sync("?dryRun=true").path("differences")).isEmpty();
  }

  private static void change(String method, String path, String body, int status) {
    HttpResponse<String> answer =
        new Browser(server.url()).call(method, path, body, null, adminToken());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void letsNobodyInByTheNameOfAnAccountThatIsNotTheirs() {
    // "admin" is an account of Meridian's own, an administrator.
    there.person("admin");
    synchronise();

    assertThat(get("/api/v1/me", token("admin")).statusCode()).isEqualTo(401);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void goesOnWhileKeycloakIsAwayAndSaysThatItWaits() {
    synchronise();
    String token = adminToken();
    assertThat(get("/api/v1/me", token).statusCode()).isEqualTo(200);

    keycloak.close();

    HttpResponse<String> refused =
        new Browser(server.url()).call("POST", "/api/v1/identity/sync", "", null, token);
    assertThat(refused.statusCode()).as(refused.body()).isIn(503, 409);
    await("the standing says so")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode sync = json("/api/v1/identity/provider", token).path("sync");
              assertThat(sync.path("result").asString()).isEqualTo("waiting");
              assertThat(sync.path("reason").asString())
                  .contains("Keycloak at " + keycloak.url() + " does not answer");
              assertThat(sync.path("succeededAt").isNull()).isFalse();
              assertThat(sync.path("failures").asInt()).isPositive();
            });
    assertThat(get("/api/v1/tenants", token).statusCode()).isEqualTo(200);
    assertThat(get("/actuator/prometheus", token).body())
        .contains("meridian_identity_sync_age_seconds", "meridian_identity_sync_runs_total");
  }

  private static RealmResource realm() {
    return admin.realm("meridian");
  }

  /** Asks until no other synchronisation is running. */
  private static JsonNode sync(String query) {
    return await("a synchronisation")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              HttpResponse<String> answer =
                  new Browser(server.url())
                      .call("POST", "/api/v1/identity/sync" + query, "", null, adminToken());
              // 401: the first one, which makes the administrator's account, is not done yet.
              assertThat(answer.statusCode()).as(answer.body()).isIn(200, 401, 409);
              return Browser.JSON.readTree(answer.body());
            },
            answer -> answer.has("differences"));
  }

  private static void synchronise() {
    sync("");
  }

  private static String adminToken() {
    return token(KeycloakServer.ADMIN);
  }

  private static String token(String username) {
    return keycloak.token(
        Map.of(
            "grant_type", "password",
            "client_id", "test",
            "scope", "openid",
            "username", username,
            "password", KeycloakServer.PASSWORD));
  }

  private static HttpResponse<String> get(String path, String token) {
    return new Browser(server.url()).call("GET", path, "", null, token);
  }

  private static JsonNode json(String path, String token) {
    HttpResponse<String> answer = get(path, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body());
  }
}
