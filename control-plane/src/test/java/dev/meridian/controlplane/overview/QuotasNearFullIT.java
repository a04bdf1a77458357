package dev.meridian.controlplane.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Person;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of which four fifths are claimed, as overviews name them. */
class QuotasNearFullIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String ALL_TAKEN =
      "warning acme/streams uses 100 % of its secret quota: what needs more of it is refused ";
  private static final String NEARLY = "info acme uses 80 % of its secret quota ";

  private static Browser admin;

  @BeforeAll
  static void fourSecretsWhereFourAndFiveMayBe() {
    admin = Browser.admin(server);
    made(admin, "/api/v1/tenants", "{\"name\":\"acme\",\"limits\":{\"secrets\":5}}");
    made(
        admin,
        "/api/v1/tenants",
        "{\"name\":\"streams\",\"parent\":\"acme\",\"limits\":{\"secrets\":4}}");
    Browser developer = member("acme~streams", "subtree");
    for (int i = 1; i <= 4; i++) {
      made(
          developer,
          "/api/v1/tenants/acme~streams/secrets",
          "{\"path\":\"one-%d\",\"text\":\"x\"}".formatted(i));
    }
  }

  @Test
  void standOnThePlatformsOverviewTheFullestFirst() {
    assertThat(attention(admin, "/api/v1/overview"))
        .containsExactly(ALL_TAKEN + "/t/acme~streams/quota", NEARLY + "/t/acme/quota");
  }

  @Test
  void standOnATenantsOverviewWithThoseBelowOnlyForWhoMayReadBelow() {
    assertThat(attention(member("acme", "subtree"), "/api/v1/tenants/acme/overview"))
        .containsExactly(ALL_TAKEN + "/t/acme~streams/quota", NEARLY + "/t/acme/quota");
    assertThat(attention(member("acme", "tenant"), "/api/v1/tenants/acme/overview"))
        .containsExactly(NEARLY + "/t/acme/quota");
  }

  @Test
  void leadToThePageOfTheReadersOwnTenantWhenTheLimitIsOfOneAbove() {
    assertThat(
            attention(member("acme~streams", "subtree"), "/api/v1/tenants/acme~streams/overview"))
        .containsExactly(ALL_TAKEN + "/t/acme~streams/quota", NEARLY + "/t/acme~streams/quota");
  }

  private static List<String> attention(Browser reader, String overview) {
    return reader.json(overview).path("attention").values().stream()
        .map(
            one ->
                "%s %s %s"
                    .formatted(
                        one.path("severity").asString(),
                        one.path("sentence").asString(),
                        one.path("link").asString()))
        .toList();
  }

  private static Browser member(String tenant, String scope) {
    Person somebody = Person.madeBy(admin);
    made(
        admin,
        "/api/v1/tenants/" + tenant + "/members",
        "{\"username\":\"%s\",\"role\":\"tenant-developer\",\"scope\":\"%s\"}"
            .formatted(somebody.name(), scope));
    return somebody.signedIn(server);
  }

  private static void made(Browser browser, String path, String body) {
    HttpResponse<String> answer = browser.change("POST", path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}
