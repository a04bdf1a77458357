package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The limits of the server; each test comes from addresses of its own, by way of a proxy. */
class RateLimitsIT {
  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of(
              "server.forward-headers-strategy", "native",
              "meridian.rate-limit.sign-in-address", "12/5m",
              "meridian.rate-limit.device-code-account", "3/5m",
              "meridian.rate-limit.token-account", "4/5m",
              "meridian.rate-limit.token-address", "5/5m"));

  @Test
  void saysOnAPageHowLongToWaitAfterTenWrongPasswordsOfAnAccountFromAnyAddress() {
    HttpResponse<String> refused =
        refusedAfter(
            10,
            "User name or password are not right",
            i -> signIn("mallory", "text/html", "192.0.2." + i));

    int seconds = retryAfter(refused);
    assertThat(seconds).isBetween(1, 30);
    assertThat(refused.body())
        .contains("Too many tries have failed. Wait " + seconds + " seconds and try again.");
    assertThat(signIn("somebody-else", "text/html", "192.0.2.99").statusCode()).isEqualTo(200);
  }

  @Test
  void answersProgramsWithAProblemAndCountsTheRefusal() {
    HttpResponse<String> refused =
        refusedAfter(12, "", i -> signIn("program-" + i, "application/json", "198.51.100.7"));

    assertThat(refused.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(refused.body()).contains("problems/too-many-requests", "\"status\":429");
    assertThat(retryAfter(refused)).isBetween(1, 25);
    assertThat(Browser.admin(server).get("/actuator/prometheus").body())
        .containsPattern(
            "meridian_attempts_refused_total\\{by=\"address\",door=\"sign-in\"} [1-9]");
  }

  @Test
  void refusesGuessedSecretsAndTokensWithAnErrorOfOAuth() {
    for (int i = 0; i < 4; i++) {
      assertThat(secret("pipeline", "203.0.113." + i).statusCode()).isEqualTo(401);
    }
    assertOAuthRefusal(secret("pipeline", "203.0.113.50"), "temporarily_unavailable");

    for (int i = 0; i < 5; i++) {
      HttpResponse<String> wrong = token("refresh_token", "refresh_token", "203.0.113.60");
      assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(400);
    }
    assertOAuthRefusal(
        token("refresh_token", "refresh_token", "203.0.113.60"), "temporarily_unavailable");
    assertOAuthRefusal(
        token("urn:ietf:params:oauth:grant-type:device_code", "device_code", "203.0.113.60"),
        "slow_down");
  }

  @Test
  void neverCountsADeviceThatWaits() {
    HttpResponse<String> started =
        post("/oauth2/device_authorization", Map.of("client_id", "meridian-cli"), "203.0.113.70");
    JsonNode code = Browser.JSON.readTree(started.body());

    for (int i = 0; i < 20; i++) {
      HttpResponse<String> waits =
          post(
              "/oauth2/token",
              Map.of(
                  "grant_type",
                  "urn:ietf:params:oauth:grant-type:device_code",
                  "client_id",
                  "meridian-cli",
                  "device_code",
                  code.path("device_code").asString()),
              "203.0.113.70");
      assertThat(waits.body()).contains("authorization_pending");
    }
  }

  @Test
  void refusesAPersonWhoGuessesDeviceCodes() {
    Browser person = Browser.admin(server);
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> wrong = person.get("/oauth2/device_verification?user_code=BCDF-GHJ" + i);
      assertThat(wrong.body()).as("try " + i).contains("This code is not valid");
    }

    HttpResponse<String> refused =
        person.send(
            HttpRequest.newBuilder(
                    server.url().resolve("/oauth2/device_verification?user_code=BCDF-GHJK"))
                .header("Accept", "text/html"));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("Wait ", "/activate");
  }

  @Test
  void countsNoSignInThatSucceeds() {
    for (int i = 0; i < 15; i++) {
      assertThat(Browser.admin(server).get("/api/v1/me").statusCode()).isEqualTo(200);
    }
  }

  /**
   * Tries until it is refused. Taken are as many as are allowed in five minutes, and as many more
   * as have come back since the first: on a slow machine that can be some.
   */
  private static HttpResponse<String> refusedAfter(
      int allowed, String taken, IntFunction<HttpResponse<String>> tries) {
    Duration each = Duration.ofMinutes(5).dividedBy(allowed);
    long begun = System.nanoTime();
    for (int i = 0; ; i++) {
      HttpResponse<String> answer = tries.apply(i);
      if (answer.statusCode() == 429) {
        assertThat(i).as("tries that were taken").isGreaterThanOrEqualTo(allowed);
        return answer;
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains(taken);
      long back = (System.nanoTime() - begun) / each.toNanos();
      assertThat(i + 1L).as("tries that were taken").isLessThanOrEqualTo(allowed + back);
    }
  }

  private static HttpResponse<String> signIn(String name, String accept, String address) {
    Browser browser = new Browser(server.url());
    String page = browser.get("/login").body();
    String csrf = page.replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    return browser.send(
        form("/login", Map.of("username", name, "password", "wrong", "_csrf", csrf), address)
            .header("Accept", accept));
  }

  private static HttpResponse<String> secret(String client, String address) {
    return post(
        "/oauth2/token",
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", "wrong"),
        address);
  }

  private static HttpResponse<String> token(String grant, String field, String address) {
    return post(
        "/oauth2/token",
        Map.of("grant_type", grant, "client_id", "meridian-cli", field, "guessed"),
        address);
  }

  private static HttpResponse<String> post(
      String path, Map<String, String> fields, String address) {
    return new Browser(server.url()).send(form(path, fields, address));
  }

  private static HttpRequest.Builder form(String path, Map<String, String> fields, String address) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("X-Forwarded-For", address)
        .POST(
            HttpRequest.BodyPublishers.ofString(
                fields.entrySet().stream()
                    .map(
                        field ->
                            field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"))));
  }

  private static void assertOAuthRefusal(HttpResponse<String> answer, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(retryAfter(answer)).isBetween(1, 75);
    assertThat(Browser.JSON.readTree(answer.body()).path("error").asString()).isEqualTo(error);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  private static int retryAfter(HttpResponse<String> answer) {
    return Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("0"));
  }
}
