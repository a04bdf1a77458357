package dev.meridian.controlplane.audit.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Sinks through the server and its worker, and through a restart of it. */
class SinkApiIT {
  private static final Map<String, String> SETTINGS =
      Map.of("meridian.audit-sinks.loopback", "true");

  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(SETTINGS);

  private static Browser admin;
  private static String csrf = "";
  private static String tenant = "";
  private static String sinks = "";

  @BeforeAll
  static void signIn() {
    admin = new Browser(server.url());
    admin.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");
    csrf = admin.json("/api/v1/me").path("csrfToken").asString();
    tenant = "streamed" + Ids.next().toString().substring(24);
    sinks = "/api/v1/tenants/" + tenant + "/audit/sinks";
    assertThat(post("/api/v1/tenants", "{\"name\":\"" + tenant + "\"}").statusCode())
        .isEqualTo(201);
  }

  private static HttpResponse<String> post(String path, String body) {
    return admin.call("POST", path, body, csrf, null);
  }

  private static HttpResponse<String> add(String name, String kind, String target) {
    return post(
        sinks, "{\"name\":\"%s\",\"kind\":\"%s\",\"target\":\"%s\"}".formatted(name, kind, target));
  }

  private static String role() {
    String name = "r" + Ids.next().toString().substring(24);
    assertThat(
            post(
                    "/api/v1/tenants/" + tenant + "/roles",
                    "{\"name\":\"%s\",\"permissions\":[\"instance:read\"]}".formatted(name))
                .statusCode())
        .isEqualTo(201);
    return name;
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  @Test
  void streamsToAWebhookAndSendsAgainByHandAndEndsWhenRemoved() throws IOException {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      HttpResponse<String> added = add("hook", "webhook", receiver.url());
      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      String secret = Browser.JSON.readTree(added.body()).path("secret").asString();
      assertThat(secret).hasSizeGreaterThan(40);
      assertThat(admin.get(sinks + "/hook").body()).doesNotContain(secret);
      assertThat(add("hook", "webhook", receiver.url()).statusCode()).isEqualTo(409);

      String made = role();
      await(() -> receiver.deliveries().stream().anyMatch(one -> one.body().contains(made)));
      WebhookReceiver.Delivery last = receiver.deliveries().getLast();
      assertThat(last.signature())
          .isEqualTo(
              Signature.of(secret, last.timestamp(), last.body().getBytes(StandardCharsets.UTF_8)));

      await(() -> delivery(last.id()).path("state").asString().equals("DELIVERED"));
      HttpResponse<String> again = post(sinks + "/hook/deliveries/" + last.id() + "/resend", "{}");
      assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
      JsonNode resent = Browser.JSON.readTree(again.body());
      assertThat(resent.path("resendOf").asString()).isEqualTo(last.id());
      String id = resent.path("id").asString();
      await(() -> receiver.deliveries().stream().anyMatch(one -> one.id().equals(id)));
      await(() -> delivery(id).path("state").asString().equals("DELIVERED"));

      assertThat(admin.call("DELETE", sinks + "/hook", "", csrf, null).statusCode()).isEqualTo(204);
      assertThat(admin.get(sinks + "/hook").statusCode()).isEqualTo(404);
      JsonNode events =
          admin.json("/api/v1/tenants/" + tenant + "/audit?subject=hook").path("items");
      assertThat(events.findValuesAsString("action"))
          .containsExactly("sink.remove", "sink.resend", "sink.add");
      assertThat(events.path(0).path("before").asString()).hasSize(64);
    }
  }

  private static JsonNode delivery(String id) {
    for (JsonNode delivery : admin.json(sinks + "/hook/deliveries").path("items")) {
      if (delivery.path("id").asString().equals(id)) {
        return delivery;
      }
    }
    return Browser.JSON.createObjectNode();
  }

  @Test
  void losesNothingWhenTheControlPlaneStartsAgainWhileTheReceiverIsAway() throws IOException {
    SyslogReceiver away = new SyslogReceiver(null);
    int port = away.port();
    away.close();
    RunningControlPlane second = new RunningControlPlane(SETTINGS, server);
    assertThat(add("siem", "syslog", "tcp://127.0.0.1:" + port).statusCode()).isEqualTo(201);
    String first = role();
    await(() -> admin.json(sinks + "/siem").path("state").asString().equals("RETRYING"));
    assertThat(admin.json(sinks + "/siem").path("reason").asString())
        .contains("Nothing accepts connections");

    server.get(SinkWorker.class).stop();
    second.start();
    try (SyslogReceiver receiver = new SyslogReceiver(null, port)) {
      String later = role();
      await(() -> receiver.subjects().contains(later));
      assertThat(receiver.subjects()).containsSubsequence(first, later);
      await(() -> admin.json(sinks + "/siem").path("state").asString().equals("ACTIVE"));
    } finally {
      second.stop();
      server.get(SinkWorker.class).start();
      admin.call("DELETE", sinks + "/siem", "", csrf, null);
    }
  }

  @Test
  void refusesWhereNoSinkMayPointToAndSaysWhy() {
    Map.of(
            "http://example.org/x", "must begin with https://",
            "https://169.254.169.254/latest", "link-local",
            "https://10.0.0.1/x", "private",
            "https://user:pass@127.0.0.1/", "no user",
            "ftp://127.0.0.1/", "https://",
            "not an address", "is no address")
        .forEach(
            (target, why) -> {
              HttpResponse<String> answer = add("bad", "webhook", target);
              assertThat(answer.statusCode()).as(target).isEqualTo(422);
              assertThat(answer.body()).as(target).contains(why);
            });
    assertThat(add("bad", "syslog", "tcp://127.0.0.1").body()).contains("tls://siem");
    assertThat(add("bad", "pigeon", "tcp://127.0.0.1:1").body()).contains("syslog or webhook");
    assertThat(add("Bad Name", "syslog", "tcp://127.0.0.1:1").statusCode()).isEqualTo(422);
    HttpResponse<String> ca =
        post(
            sinks,
            "{\"name\":\"bad\",\"kind\":\"syslog\",\"target\":\"tls://127.0.0.1:1\",\"caCertificate\":\"x\"}");
    assertThat(ca.statusCode()).isEqualTo(422);
    assertThat(ca.body()).contains("/caCertificate");
  }

  @Test
  void letsNobodyStreamWhatIsBelowWhoMayReadTheTenantAlone() {
    String name = "alone" + Ids.next().toString().substring(24);
    HttpResponse<String> added =
        post(
            "/api/v1/tenants/" + tenant + "/members",
            "{\"username\":\"%s\",\"role\":\"tenant-admin\",\"scope\":\"tenant\"}".formatted(name));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    Browser alone = new Browser(server.url());
    alone.signIn(name, Browser.JSON.readTree(added.body()).path("password").asString(), "/");
    String token = alone.json("/api/v1/me").path("csrfToken").asString();

    HttpResponse<String> answer =
        alone.call(
            "POST",
            sinks,
            "{\"name\":\"mine\",\"kind\":\"syslog\",\"target\":\"tcp://127.0.0.1:9\"}",
            token,
            null);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(alone.get(sinks).statusCode()).isEqualTo(200);
  }
}
