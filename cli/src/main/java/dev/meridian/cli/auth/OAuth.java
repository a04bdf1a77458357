package dev.meridian.cli.auth;

import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The token endpoint of the control plane's authorization server (RFC 6749, RFC 8628). */
final class OAuth {
  static final String CLIENT_ID = "meridian-cli";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final URI url;
  private final Clock clock;
  private final HttpClient http;

  OAuth(ControlPlaneAddress address, Clock clock) {
    this.url = address.url();
    this.clock = clock;
    this.http = address.connection().build();
  }

  /** What a person needs to approve this device. */
  record DeviceCode(
      String deviceCode,
      String userCode,
      URI verification,
      URI verificationComplete,
      Duration interval,
      Instant expiresAt) {}

  /** How far a pending approval is. */
  sealed interface Poll {
    record Pending() implements Poll {}

    record SlowDown() implements Poll {}

    record Approved(SignIn signIn) implements Poll {}

    record Denied(String reason) implements Poll {}
  }

  DeviceCode startDevice() {
    Reply reply =
        post("/oauth2/device_authorization", Map.of("client_id", CLIENT_ID), Optional.empty());
    JsonNode body = reply.orRefuse("starting a device sign-in");
    URI verification = url.resolve(Json.text(body, "/verification_uri"));
    String complete = Json.text(body, "/verification_uri_complete");
    return new DeviceCode(
        Json.text(body, "/device_code"),
        Json.text(body, "/user_code"),
        verification,
        complete.isEmpty() ? verification : url.resolve(complete),
        Duration.ofSeconds(Math.max(1, body.path("interval").asLong(5))),
        clock.instant().plusSeconds(body.path("expires_in").asLong(300)));
  }

  Poll pollDevice(DeviceCode code) {
    Reply reply =
        post(
            "/oauth2/token",
            Map.of(
                "grant_type", DEVICE_GRANT,
                "device_code", code.deviceCode(),
                "client_id", CLIENT_ID),
            Optional.empty());
    if (reply.success()) {
      return new Poll.Approved(signIn(reply.body(), ""));
    }
    return switch (Json.text(reply.body(), "/error")) {
      case "authorization_pending" -> new Poll.Pending();
      case "slow_down" -> new Poll.SlowDown();
      case "access_denied" -> new Poll.Denied("the sign-in was denied");
      case "expired_token" -> new Poll.Denied("the code expired before it was approved");
      default -> new Poll.Denied(reply.why());
    };
  }

  /** A new access token for a refresh token; empty when it is not accepted any more. */
  Optional<SignIn> refresh(String refreshToken, String username) {
    Reply reply =
        post(
            "/oauth2/token",
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", refreshToken,
                "client_id", CLIENT_ID),
            Optional.empty());
    if (!reply.success()) {
      return Optional.empty();
    }
    SignIn renewed = signIn(reply.body(), username);
    return Optional.of(
        renewed.refreshToken().isPresent()
            ? renewed
            : new SignIn(
                renewed.accessToken(), Optional.of(refreshToken), renewed.expiresAt(), username));
  }

  /**
   * Gives a refresh token back (RFC 7009): the sign-in ends with all that came from it.
   *
   * @throws dev.meridian.cli.CommandFailure when the server does not take it
   * @throws Unreachable when it does not answer
   */
  void revoke(String refreshToken) {
    post(
            "/oauth2/revoke",
            Map.of(
                "token", refreshToken,
                "token_type_hint", "refresh_token",
                "client_id", CLIENT_ID),
            Optional.empty())
        .orRefuse("ending the sign-in");
  }

  /** Signs a service account in. */
  SignIn clientCredentials(String clientId, String clientSecret) {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (Api.encode(clientId) + ':' + Api.encode(clientSecret))
                    .getBytes(StandardCharsets.UTF_8));
    Reply reply =
        post(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials"),
            Optional.of("Basic " + basic));
    return signIn(reply.orRefuse("signing in as service account " + clientId), clientId);
  }

  private SignIn signIn(JsonNode body, String username) {
    return new SignIn(
        Json.text(body, "/access_token"),
        Optional.of(Json.text(body, "/refresh_token")).filter(token -> !token.isEmpty()),
        clock.instant().plusSeconds(body.path("expires_in").asLong(300)),
        username);
  }

  private Reply post(String path, Map<String, String> form, Optional<String> authorization) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + '=' + Api.encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return Reply.of(answer.statusCode(), answer.body());
    } catch (IOException failure) {
      throw new Unreachable(url, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unreachable(url, interrupted);
    }
  }

  private record Reply(int status, JsonNode body) {
    static Reply of(int status, String text) {
      try {
        return new Reply(status, Json.parse(text));
      } catch (JacksonException noJson) {
        return new Reply(status, Json.object());
      }
    }

    boolean success() {
      return status == 200 && !Json.text(body, "/access_token").isEmpty();
    }

    String why() {
      String description = Json.text(body, "/error_description");
      String error = Json.text(body, "/error");
      return (description.isEmpty() ? error : description) + " (HTTP " + status + ")";
    }

    JsonNode orRefuse(String what) {
      if (status != 200) {
        throw new dev.meridian.cli.CommandFailure(
            status == 400 || status == 401
                ? dev.meridian.cli.ExitCode.FORBIDDEN
                : dev.meridian.cli.ExitCode.ofHttpStatus(status),
            what + " was refused: " + why());
      }
      return body;
    }
  }
}
