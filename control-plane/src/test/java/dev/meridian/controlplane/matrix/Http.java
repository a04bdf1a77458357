package dev.meridian.controlplane.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Sends requests with a bearer token. */
final class Http {
  private static final int STREAM_SECONDS = 10;

  private final URI site;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Http(URI site) {
    this.site = site;
  }

  record Answer(int status, String body, Map<String, String> headers) {}

  Answer send(
      @Nullable String token,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.resolve(path)).timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.length > 0 && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    request.method(
        method,
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      boolean stream =
          answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
      try (InputStream in = answer.body()) {
        return new Answer(
            answer.statusCode(),
            stream ? missed(in) : new String(in.readAllBytes(), StandardCharsets.UTF_8),
            Map.of("ETag", answer.headers().firstValue("ETag").orElse("")));
      }
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Answer get(@Nullable String token, String path) {
    return send(token, "GET", path, Map.of(), new byte[0]);
  }

  /**
   * The events that a stream begins with, up to the one that the world wrote last for everybody.
   */
  private static String missed(InputStream stream) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture.delayedExecutor(STREAM_SECONDS, TimeUnit.SECONDS)
        .execute(() -> close(stream, late));
    try {
      int read;
      while (text.indexOf(Things.LAST_EVENT) < 0 && (read = stream.read(buffer)) > 0) {
        text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      if (!late.get()) {
        throw e;
      }
    }
    return text.toString();
  }

  private static void close(InputStream stream, AtomicBoolean late) {
    late.set(true);
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
