package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Tenants;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The API of one control plane with tokens that a real authorization server issues: that of another
 * control plane, by its own discovery, keys and token endpoint.
 */
class ControlPlaneAsIssuerIT {
  private static final RunningControlPlane issuer = new RunningControlPlane(Map.of());
  private static RunningControlPlane server;

  @BeforeAll
  static void start() throws IOException {
    issuer.start();
    server =
        new RunningControlPlane(
            Map.of(
                "meridian.oidc.issuer", issuer.url().toString(),
                "meridian.oidc.client-secret", "of no use here",
                // A service account's tokens are meant for itself.
                "meridian.oidc.audience", "robot",
                "meridian.oidc.username-claim", "sub"));
    server.start();
    Accounts accounts = server.get(Accounts.class);
    Account robot = accounts.create("robot", "Robot", Account.Kind.SERVICE_ACCOUNT, null);
    server
        .get(Bindings.class)
        .bind(robot.id(), Role.FINANCE, server.get(Tenants.class).root().id());
  }

  @AfterAll
  static void stop() {
    server.stop();
    issuer.stop();
  }

  @Test
  void takesWhatTheOtherServerIssuedForThisAudienceAndNothingElse() {
    String token = issued("robot");
    HttpResponse<String> taken = me(token);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    JsonNode me = Browser.JSON.readTree(taken.body());
    assertThat(me.path("username").asString()).isEqualTo("robot");
    assertThat(me.path("permissions").path("platform").toString()).contains("usage:read");

    HttpResponse<String> meantForAnother = me(issued("other-robot"));
    assertThat(meantForAnother.statusCode()).isEqualTo(401);
    assertThat(meantForAnother.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer");
  }

  private static String issued(String name) {
    Browser admin = Browser.admin(issuer);
    HttpResponse<String> added =
        admin.change(
            "POST",
            "/api/v1/tenants/-/members",
            "{\"username\":\"%s\",\"role\":\"finance\",\"kind\":\"service-account\"}"
                .formatted(name),
            Map.of());
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    HttpResponse<String> answer =
        new Browser(issuer.url())
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    name,
                    "client_secret",
                    Browser.JSON.readTree(added.body()).path("password").asString()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body()).path("access_token").asString();
  }

  private static HttpResponse<String> me(String token) {
    return new Browser(server.url()).call("GET", "/api/v1/me", "", null, token);
  }
}
