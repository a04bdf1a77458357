package dev.meridian.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** A command line that a person connects through the device grant. */
public final class Device {
  private static final String CLIENT = "meridian-cli";

  private Device() {}

  /** The answer of the token endpoint, after the person has confirmed the code. */
  public static JsonNode connect(RunningControlPlane server, String username, String password) {
    return connect(
        server,
        (person, login) ->
            person.submit(login, Map.of("username", username, "password", password)));
  }

  /**
   * The answer of the token endpoint, after the person has confirmed the code.
   *
   * @param signIn from the first page of the sign-in to the page behind it
   */
  public static JsonNode connect(
      RunningControlPlane server,
      BiFunction<Browser, HttpResponse<String>, HttpResponse<String>> signIn) {
    Browser cli = new Browser(server.url());
    HttpResponse<String> started =
        cli.post(
            "/oauth2/device_authorization", Map.of("client_id", CLIENT, "scope", "openid profile"));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    JsonNode code = Browser.JSON.readTree(started.body());
    Map<String, String> redeem =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "client_id",
            CLIENT,
            "device_code",
            code.path("device_code").asString());
    assertThat(cli.post("/oauth2/token", redeem).body()).contains("authorization_pending");

    Browser person = new Browser(server.url());
    String userCode = code.path("user_code").asString();
    HttpResponse<String> login =
        person.get(
            URI.create(code.path("verification_uri_complete").asString()).getPath()
                + "?user_code="
                + userCode);
    HttpResponse<String> confirm = signIn.apply(person, login);
    assertThat(confirm.body()).contains(userCode).contains("asks to act as");
    HttpResponse<String> done = person.submit(confirm, Map.of());
    assertThat(done.body()).contains("Your device is signed in");

    HttpResponse<String> redeemed = cli.post("/oauth2/token", redeem);
    assertThat(redeemed.statusCode()).as(redeemed.body()).isEqualTo(200);
    return Browser.JSON.readTree(redeemed.body());
  }

  /** Asks a replica for new tokens with a refresh token. */
  public static HttpResponse<String> refresh(RunningControlPlane server, String token) {
    return new Browser(server.url())
        .post(
            "/oauth2/token",
            Map.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", token));
  }
}
