package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Invitations over HTTP: made, opened, taken once, and good for nothing else. */
class InvitationsIT {
  private static final String LINKS = "/api/v1/invitations";
  private static final String PASSWORD = "correct-horse-battery";

  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static People people;

  @BeforeAll
  static void signIn() {
    people = new People(server);
  }

  /** An invitation as its maker got it. */
  private record Made(String id, String email, String secret) {}

  private static String invitations(String tenant) {
    return "/api/v1/tenants/" + tenant + "/invitations";
  }

  private static String fresh() {
    return People.fresh("ada") + "@example.org";
  }

  private static Made invite(Browser by, String tenant, String gift) {
    String email = fresh();
    JsonNode made =
        Browser.JSON.readTree(
            People.created(
                    People.post(
                        by, invitations(tenant), "{\"email\":\"%s\",%s}".formatted(email, gift)))
                .body());
    String link = made.path("link").asString();
    assertThat(link).startsWith(server.url() + "/invitation#mi_");
    return new Made(made.path("id").asString(), email, link.substring(link.indexOf('#') + 1));
  }

  private static Made inviteViewer(Browser by, String tenant) {
    return invite(by, tenant, "\"role\":\"tenant-viewer\"");
  }

  /** Without a session, as somebody who was never here. */
  private static HttpResponse<String> anonymously(String path, String body) {
    return new Browser(server.url()).call("POST", LINKS + path, body, null, null);
  }

  private static HttpResponse<String> lookUp(Made made) {
    return anonymously("/lookup", "{\"secret\":\"%s\"}".formatted(made.secret()));
  }

  private static HttpResponse<String> register(Made made) {
    return anonymously(
        "/register",
        "{\"secret\":\"%s\",\"displayName\":\"Ada\",\"password\":\"%s\"}"
            .formatted(made.secret(), PASSWORD));
  }

  private static HttpResponse<String> accept(Browser by, Made made) {
    return People.post(by, LINKS + "/accept", "{\"secret\":\"%s\"}".formatted(made.secret()));
  }

  private static JsonNode listed(String tenant, Made made) {
    for (JsonNode one : people.admin().json(invitations(tenant)).path("items")) {
      if (one.path("id").asString().equals(made.id())) {
        return one;
      }
    }
    throw new AssertionError("not listed: " + made.email());
  }

  private static void assertGone(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("This invitation is not valid");
  }

  @Test
  void makesAnAccountForWhoHasNoneAndGivesTheRoleOnce() {
    String tenant = people.tenant("");
    People.Person boss = people.member(tenant, "tenant-admin");
    Made made = inviteViewer(boss.browser(), tenant);
    JsonNode shown = Browser.JSON.readTree(lookUp(made).body());
    assertThat(shown.path("email").asString()).isEqualTo(made.email());
    assertThat(shown.path("tenantPath").asString()).isEqualTo(tenant);
    assertThat(listed(tenant, made).path("state").asString()).isEqualTo("PENDING");

    HttpResponse<String> registered = register(made);
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    People.Person ada = people.signedIn(made.email(), PASSWORD);
    assertThat(people.allowed(ada.browser(), tenant, "instance:read")).isTrue();
    assertThat(people.allowed(ada.browser(), tenant, "instance:write")).isFalse();

    assertGone(register(made));
    assertGone(lookUp(made));
    assertGone(accept(boss.browser(), made));
    JsonNode after = listed(tenant, made);
    assertThat(after.path("state").asString()).isEqualTo("ACCEPTED");
    assertThat(after.path("acceptedBy").asString()).isEqualTo(made.email());
    assertThat(after.has("link")).isFalse();
  }

  @Test
  void givesAPersonWithAnAccountAPlaceInAGroup() {
    String tenant = people.tenant("");
    String crew = people.group(tenant, "tenant-operator");
    People.Person ada = people.member(people.tenant(""), "tenant-viewer");
    Made made = invite(people.admin(), tenant, "\"group\":\"%s\"".formatted(crew));

    HttpResponse<String> taken = accept(ada.browser(), made);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);

    assertThat(people.allowed(ada.browser(), tenant, "pod:write")).isTrue();
    assertGone(accept(ada.browser(), made));
  }

  @Test
  void keepsToTheRulesOfPasswordsAndLeavesTheInvitationOpenWhenTheyAreBroken() {
    String tenant = people.tenant("");
    Made made = inviteViewer(people.admin(), tenant);
    HttpResponse<String> weak =
        anonymously(
            "/register",
            "{\"secret\":\"%s\",\"displayName\":\"Ada\",\"password\":\"short\"}"
                .formatted(made.secret()));
    assertThat(weak.statusCode()).isEqualTo(422);
    assertThat(weak.body()).contains("/password");
    assertThat(register(made).statusCode()).isEqualTo(201);
  }

  @Test
  void isGoodForNothingOnceItIsRevokedOrItsSecretIsNotWhole() {
    String tenant = people.tenant("");
    Made made = inviteViewer(people.admin(), tenant);
    String secret = made.secret();
    char last = secret.charAt(secret.length() - 1);
    String bent = secret.substring(0, secret.length() - 1) + (last == 'A' ? 'B' : 'A');
    assertGone(lookUp(new Made(made.id(), made.email(), bent)));
    assertGone(lookUp(new Made(made.id(), made.email(), "x")));

    String path = invitations(tenant) + "/" + made.id();
    assertThat(people.admin().change("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);
    assertThat(people.admin().change("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);

    assertGone(register(made));
    assertThat(listed(tenant, made).path("state").asString()).isEqualTo("REVOKED");
  }

  @Test
  void givesNothingThatWhoInvitedDoesNotHoldThenOrNow() {
    String tenant = people.tenant("");
    People.created(
        People.post(
            people.admin(),
            "/api/v1/tenants/" + tenant + "/roles",
            "{\"name\":\"lead\",\"permissions\":[\"tenant:read\",\"member:read\",\"member:write\"]}"));
    Browser lead = people.member(tenant, "lead").browser();
    String strong = people.group(tenant, "tenant-admin");
    for (String gift :
        new String[] {"\"role\":\"tenant-admin\"", "\"group\":\"%s\"".formatted(strong)}) {
      HttpResponse<String> refused =
          People.post(lead, invitations(tenant), "{\"email\":\"%s\",%s}".formatted(fresh(), gift));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    }
    People.Person boss = people.member(tenant, "tenant-admin");
    Made made = inviteViewer(boss.browser(), tenant);
    people.remove(people.admin(), tenant, boss.name(), "tenant-admin");

    HttpResponse<String> late = register(made);
    assertThat(late.statusCode()).as(late.body()).isEqualTo(409);
    assertThat(people.admin().json(People.members(tenant)).toString()).doesNotContain(made.email());
  }

  @Test
  void lapsesForGoodWhenTheTenantIsSuspended() {
    String tenant = people.tenant("");
    Made made = inviteViewer(people.admin(), tenant);
    String path = "/api/v1/tenants/" + tenant;
    assertThat(People.post(people.admin(), path + "/suspend", "{\"reason\":\"x\"}").statusCode())
        .isEqualTo(200);
    assertGone(lookUp(made));
    assertThat(People.post(people.admin(), path + "/resume", "").statusCode()).isEqualTo(200);
    assertGone(register(made));
    assertThat(listed(tenant, made).path("revokedReason").asString()).contains("suspended");
  }

  @Test
  void refusesTimesAndAddressesThatAreImpossible() {
    String tenant = people.tenant("");
    for (Duration ahead : new Duration[] {Duration.ofDays(31), Duration.ofDays(-1)}) {
      HttpResponse<String> refused =
          People.post(
              people.admin(),
              invitations(tenant),
              "{\"email\":\"%s\",\"role\":\"tenant-viewer\",\"expiresAt\":\"%s\"}"
                  .formatted(fresh(), Instant.now().plus(ahead)));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("/expiresAt");
    }
    for (String email : new String[] {"nobody", "a@b", "@example.org", "a b@example.org"}) {
      HttpResponse<String> refused =
          People.post(
              people.admin(),
              invitations(tenant),
              "{\"email\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(email));
      assertThat(refused.statusCode()).as(email).isEqualTo(422);
      assertThat(refused.body()).contains("/email");
    }
  }

  @Test
  void keepsNoSecretAndRecordsWhatWasDone() {
    String tenant = people.tenant("");
    Made made = inviteViewer(people.admin(), tenant);
    register(made);
    String log = people.admin().get("/api/v1/tenants/" + tenant + "/audit").body();
    assertThat(log)
        .contains("invitation.create", "invitation.accept", "member.add")
        .doesNotContain(made.secret());
  }
}
