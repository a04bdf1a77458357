package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.RunningControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An event stream that somebody reads to its end. */
record OpenStream(HttpClient http, CompletableFuture<Void> end) implements AutoCloseable {
  /** Opens the stream of a tenant as somebody who is signed in, on any replica. */
  static OpenStream of(People.Person watcher, RunningControlPlane replica, String tenant)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().cookieHandler(watcher.on(replica).cookies()).build();
    HttpResponse<InputStream> answer =
        http.send(
            HttpRequest.newBuilder(replica.url().resolve("/api/v1/tenants/" + tenant + "/events"))
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    InputStream body = answer.body();
    assertThat(body.read()).as("first byte of the stream").isNotEqualTo(-1);
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              try {
                body.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // An end like any other.
                assertThat(e).isNotNull();
              }
            });
    return new OpenStream(http, end);
  }

  void assertEndsWithin(Duration limit) throws InterruptedException, ExecutionException {
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the stream is still open after " + limit, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
