package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.IssuerServer;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Tenants;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Roles from what the tokens of any issuer say. */
class ClaimMappingIT {
  private static final IssuerServer issuer = IssuerServer.start();
  private static final Instant NOON = Instant.now().minus(Duration.ofMinutes(10));

  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of(
              "meridian.oidc.issuer", issuer.url(),
              "meridian.oidc.client-secret", "of no use here",
              "meridian.oidc.display-name-claim", "nick",
              "meridian.oidc.roles-claim", "realm_access.roles",
              "meridian.oidc.roles",
                  "auditors=platform-auditor; devs=tenant-developer@acme; gone=tenant-viewer@gone"));

  @BeforeAll
  static void aTenant() {
    Tenants tenants = server.get(Tenants.class);
    tenants.create(tenants.root().id(), "acme", null, null);
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @Test
  void givesAndTakesWhatEachNewerTokenSays() {
    String first = token("anna", NOON, "auditors", "devs", "gone", "unknown");
    assertThat(me(first).body())
        .contains("platform-auditor", "tenant-developer", "\"displayName\":\"Nick of anna\"")
        .doesNotContain("tenant-viewer");

    String second = token("anna", NOON.plusSeconds(60), "devs");
    assertThat(me(second).body()).contains("tenant-developer").doesNotContain("platform-auditor");

    // The first token is still good for signing in, and says nothing new.
    assertThat(me(first).body()).doesNotContain("platform-auditor");
  }

  @Test
  void knowsNobodyWhoseClaimsGiveNothing() {
    assertThat(me(token("stranger", NOON, "unknown")).statusCode()).isEqualTo(401);
  }

  private static String token(String name, Instant issuedAt, String... roles) {
    return issuer.token(
        name,
        "meridian",
        Duration.ofMinutes(5),
        issuedAt,
        Map.of("nick", "Nick of " + name, "realm_access", Map.of("roles", List.of(roles))));
  }

  private static HttpResponse<String> me(String token) {
    return new Browser(server.url()).call("GET", "/api/v1/me", "", null, token);
  }
}
