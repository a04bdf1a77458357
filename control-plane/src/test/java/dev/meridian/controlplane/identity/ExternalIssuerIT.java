package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.IssuerServer;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Tenants;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The API with tokens of an issuer that is a server of its own. */
class ExternalIssuerIT {
  private static final IssuerServer issuer = IssuerServer.start();

  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of(
              "meridian.oidc.issuer", issuer.url(),
              "meridian.oidc.client-id", "meridian-web",
              "meridian.oidc.client-secret", "of no use here",
              "meridian.oidc.audience", "meridian"));

  @org.junit.jupiter.api.AfterAll
  static void stop() {
    issuer.close();
  }

  @BeforeAll
  static void knowAnna() {
    Accounts accounts = server.get(Accounts.class);
    Account anna = accounts.create("anna", "Anna", Account.Kind.PERSON, null);
    server.get(Bindings.class).bind(anna.id(), Role.FINANCE, server.get(Tenants.class).root().id());
  }

  @Test
  void takesATokenOfTheIssuerForTheApi() {
    HttpResponse<String> answer = me(issuer.token("anna", "meridian", Duration.ofMinutes(5)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode me = Browser.JSON.readTree(answer.body());
    assertThat(me.path("username").asString()).isEqualTo("anna");
    assertThat(me.path("permissions").path("platform").toString()).contains("usage:read");
  }

  @Test
  void refusesATokenThatIsMeantForSomethingElse() {
    assertRefused(me(issuer.token("anna", "another-api", Duration.ofMinutes(5))));
  }

  @Test
  void refusesATokenThatHasRunOut() {
    assertRefused(me(issuer.token("anna", "meridian", Duration.ofMinutes(-10))));
  }

  @Test
  void refusesATokenOfAnotherIssuer() {
    try (IssuerServer other = IssuerServer.start()) {
      assertRefused(me(other.token("anna", "meridian", Duration.ofMinutes(5))));
    }
  }

  @Test
  void refusesNoTokenAndNoneOfOurs() {
    assertRefused(new Browser(server.url()).get("/api/v1/me"));
    assertRefused(me("garbage"));
  }

  @Test
  void givesASubjectThatNobodyAddedNoRight() {
    String stranger = issuer.token("stranger", "meridian", Duration.ofMinutes(5));
    for (String path : new String[] {"/api/v1/me", "/api/v1/tenants", "/api/v1/packages"}) {
      assertRefused(new Browser(server.url()).call("GET", path, "", null, stranger));
    }
  }

  private static HttpResponse<String> me(String token) {
    return new Browser(server.url()).call("GET", "/api/v1/me", "", null, token);
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("problems/unauthenticated");
  }
}
