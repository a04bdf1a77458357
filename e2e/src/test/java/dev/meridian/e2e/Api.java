package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API by plain HTTP, as one caller. */
final class Api {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI url;
  private final Supplier<String> token;

  /**
   * @param token asked before each request; empty for nobody
   */
  Api(URI url, Supplier<String> token) {
    this.url = url;
    this.token = token;
  }

  /** A status and a body that is JSON or nothing. */
  record Answer(int status, String contentType, JsonNode body) {
    Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("HTTP " + status + " instead of " + expected + ": " + body);
      }
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, "", "application/json");
  }

  Answer post(String path, String body) {
    return send("POST", path, body, "application/json");
  }

  Answer delete(String path, String body) {
    return send("DELETE", path, body, "application/json");
  }

  /** Any answer to a GET below the server's address, as text with its headers. */
  String raw(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url.resolve(path))
                  .timeout(Duration.ofSeconds(60))
                  .header("Authorization", "Bearer " + token.get())
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The answer as text with its headers, whatever it is. */
  String rawPost(String path, String body) {
    try {
      HttpResponse<String> answer =
          http.send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends a piece of an upload. */
  Answer patch(String path, long offset, String piece) {
    return exchange(
        request(path)
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", String.valueOf(offset))
            .method("PATCH", BodyPublishers.ofString(piece)));
  }

  Answer send(String method, String path, String body, String contentType) {
    HttpRequest.Builder request =
        request(path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    return exchange(request);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
            .timeout(Duration.ofSeconds(60))
            .header("Accept", "application/json, application/problem+json");
    String bearer = token.get();
    return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
  }

  private Answer exchange(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          MAPPER.readTree(orNull(answer.body())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String orNull(String body) {
    return body.isBlank() ? "null" : body;
  }
}
