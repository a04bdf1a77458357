package dev.meridian.controlplane.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FairShareIT {
  /** Five times as many at once. So few a second that one after the other is more. */
  private static final int CALLER = 6;

  private static final int TENANT = 4;

  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of(
              "meridian.api-rate.caller",
              String.valueOf(CALLER),
              "meridian.api-rate.tenant",
              String.valueOf(TENANT)));

  @BeforeAll
  static void tenantsWithMembers() {
    Browser admin = Browser.admin(server);
    for (String tenant : new String[] {"acme", "globex", "initech"}) {
      create(admin, "/api/v1/tenants", "{\"name\":\"%s\"}".formatted(tenant));
      for (String member : new String[] {"anna", "bert"}) {
        create(
            admin,
            "/api/v1/tenants/" + tenant + "/members",
            "{\"username\":\"%s-%s\",\"role\":\"tenant-viewer\",\"kind\":\"person\",\"password\":\"%s\"}"
                .formatted(member, tenant, RunningControlPlane.ADMIN_PASSWORD));
      }
    }
  }

  private static void create(Browser admin, String path, String body) {
    HttpResponse<String> answer = admin.change("POST", path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static Browser signedIn(String name) {
    Browser browser = new Browser(server.url());
    browser.signIn(name, RunningControlPlane.ADMIN_PASSWORD, "/");
    return browser;
  }

  /** Asks until it is refused; fails when it never is. */
  private static HttpResponse<String> exhaust(Browser browser, String path, int atMost) {
    for (int i = 0; i < atMost; i++) {
      HttpResponse<String> answer = browser.get(path);
      if (answer.statusCode() == 429) {
        return answer;
      }
    }
    throw new AssertionError(path + " was never refused");
  }

  @Test
  void tellsWhoAsksTooMuchWhenToAskAgain() {
    HttpResponse<String> refused = exhaust(signedIn("anna-acme"), "/api/v1/me", 100 * CALLER);

    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(Browser.JSON.readTree(refused.body()).path("type").asString())
        .isEqualTo("https://meridian.dev/problems/too-many-requests");
    assertThat(signedIn("bert-acme").get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void letsATenantTakeNothingFromAnother() {
    Browser first = signedIn("anna-globex");
    Browser second = signedIn("bert-globex");
    String path = "/api/v1/tenants/globex/overview";
    HttpResponse<String> refused = null;
    for (int i = 0; i < 100 * TENANT && refused == null; i++) {
      HttpResponse<String> answer = (i % 2 == 0 ? first : second).get(path);
      refused = answer.statusCode() == 429 ? answer : null;
    }

    assertThat(refused).as("the tenant's own are refused in the end").isNotNull();
    assertThat(refused.body()).contains("this tenant");
    assertThat(signedIn("anna-initech").get("/api/v1/tenants/initech/overview").statusCode())
        .isEqualTo(200);
  }

  @Test
  void letsAStrangerUseUpOnlyItsOwnAllowance() {
    HttpResponse<String> refused =
        exhaust(signedIn("bert-initech"), "/api/v1/tenants/acme", 100 * CALLER);

    // The tenant's is the smaller one: it would be the first to be used up.
    assertThat(refused.body()).contains("requests of you");
  }
}
