package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.json.JsonMapper;

/** Where programs get access tokens by OAuth 2.0, whoever's it is. Connections are kept open. */
@NullMarked
public final class TokenEndpoint {
  private final URI url;
  private final HttpClient http;

  TokenEndpoint(URI url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  /** A new access token by client credentials. */
  public String issue(ClientSecret client) {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (client.id() + ":" + client.secret()).getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      String token =
          answer.statusCode() == 200
              ? JsonMapper.shared().readTree(answer.body()).path("access_token").asString("")
              : "";
      if (token.isEmpty()) {
        throw new IllegalStateException(
            "%s gave no token to %s: HTTP %d %s"
                .formatted(url, client, answer.statusCode(), answer.body()));
      }
      return token;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
