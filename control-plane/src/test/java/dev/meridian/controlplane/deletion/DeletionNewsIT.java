package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What watchers are told of a deletion. */
class DeletionNewsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;
  private static Doomed doomed;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    doomed = new Doomed(server, admin);
    doomed.publish();
  }

  @Test
  void tellsEachStepToThoseAboveAndLeavesNothingWithTheTenant() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    UUID topId = doomed.id(top);
    UUID teamId = doomed.id(team);
    doomed.instance(team);
    List<String> platform = new CopyOnWriteArrayList<>();
    HttpClient http = HttpClient.newBuilder().cookieHandler(admin.cookies()).build();
    try {
      watch(http, "/api/v1/events", platform);

      String id =
          doomed
              .ok(
                  202,
                  doomed.change(
                      "DELETE",
                      Doomed.path(team),
                      "{\"confirm\":\"%s\",\"graceDays\":0}".formatted(team)))
              .path("id")
              .asString();
      await("it is done")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  admin
                      .json("/api/v1/tenant-deletions/" + id)
                      .path("state")
                      .asString()
                      .equals("DONE"));

      // It begins, each of nine steps is done, and it ends; steps that wait say so besides.
      await("the platform is told")
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(told(platform, id)).hasSizeGreaterThanOrEqualTo(11));
      assertThat(told(platform, id)).allMatch(line -> line.contains(team));
      assertThat(
              doomed.read(
                  String.class,
                  "select data::text from event where tenant_id = ? and type = 'deletion'",
                  topId))
          .hasSizeGreaterThanOrEqualTo(11)
          .allMatch(data -> data.contains(id));
      assertThat(doomed.count("event", teamId)).isZero();
    } finally {
      http.shutdownNow();
    }
  }

  @Test
  void tellsATenantAboveNothingOnceThatGoesToo() {
    String top = doomed.tenant("");
    UUID topId = doomed.id(top);
    doomed.tenant(top);
    String id =
        doomed
            .ok(
                202,
                doomed.change(
                    "DELETE",
                    Doomed.path(top),
                    "{\"confirm\":\"%s\",\"graceDays\":0}".formatted(top)))
            .path("id")
            .asString();
    await("it is done")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                admin
                    .json("/api/v1/tenant-deletions/" + id)
                    .path("state")
                    .asString()
                    .equals("DONE"));

    assertThat(doomed.count("event", topId)).isZero();
  }

  private static List<String> told(List<String> lines, String deletion) {
    return lines.stream().filter(line -> line.contains(deletion)).toList();
  }

  private static void watch(HttpClient http, String path, List<String> lines) {
    HttpResponse<Stream<String>> answer =
        http.sendAsync(
                HttpRequest.newBuilder(server.url().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofLines())
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(answer.statusCode()).isEqualTo(200);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.body().forEach(lines::add);
              } catch (UncheckedIOException e) {
                // Its client was shut down: an end like any other.
                lines.add("ended");
              }
            });
  }
}
