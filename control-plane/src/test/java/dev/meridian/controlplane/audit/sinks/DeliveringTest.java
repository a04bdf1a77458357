package dev.meridian.controlplane.audit.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.AuditErasure;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class DeliveringTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(NOW::get);

  private final SinkFixture sinks = new SinkFixture(database, NOW::get);

  private static void pass(Duration time) {
    NOW.updateAndGet(now -> now.plus(time));
  }

  private static String tcp(SyslogReceiver receiver) {
    return "tcp://127.0.0.1:" + receiver.port();
  }

  @Test
  void sendsWhatIsChainedInTheSubtreeInItsOrderAndNothingOfOthers() throws IOException {
    UUID tenant = sinks.audit.tenant();
    UUID below = database.tenant(tenant, "below");
    UUID other = sinks.audit.tenant();
    try (SyslogReceiver receiver = new SyslogReceiver(null)) {
      sinks.record(tenant, "before");
      Key sink = sinks.add(tenant, SinkKind.SYSLOG, tcp(receiver), null);
      Key all = sinks.add(database.tenants().root().id(), SinkKind.SYSLOG, tcp(receiver), null);
      sinks.record(tenant, "one");
      sinks.record(other, "foreign");
      sinks.record(below, "two");
      sinks.record(tenant, "three");
      sinks.audit.record(tenant, "not chained yet");

      assertThat(sinks.deliver(sink)).isTrue();
      assertThat(receiver.subjects()).containsExactly("one", "two", "three");
      assertThat(sinks.view(sink).sent()).isEqualTo(3);
      receiver.messages().clear();
      assertThat(sinks.deliver(all)).isTrue();
      assertThat(receiver.subjects()).containsExactly("one", "foreign", "two", "three");
      sinks.remove(all);
    }
  }

  @Test
  void sendsMessagesOfRfc5424() throws IOException {
    UUID tenant = sinks.audit.tenant();
    try (SyslogReceiver receiver = new SyslogReceiver(null)) {
      Key sink = sinks.add(tenant, SinkKind.SYSLOG, tcp(receiver), null);
      sinks.record(tenant, "a \"b\" [c] \\ d\nBøx");
      assertThat(sinks.deliver(sink)).isTrue();

      assertThat(receiver.messages()).hasSize(1);
      assertThat(receiver.messages().getFirst())
          .matches(
              "(?s)<110>1 \\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z meridian\\.example\\.org meridian - thing\\.make \\[audit@32473 .*\\] \uFEFF.*")
          .contains("subject=\"a \\\"b\\\" [c\\] \\\\ d\uFFFDBøx\"")
          .contains(" action=\"thing.make\"", " tenant=\"" + tenant + "\"", " result=\"done\"")
          .contains(" position=\"1\" hash=\"")
          .doesNotContain("\n");
    }
  }

  @Test
  void sendsOverTlsToWhomTheCertificateNamesAndToNobodyElse()
      throws IOException, GeneralSecurityException {
    UUID tenant = sinks.audit.tenant();
    TestAuthority good = new TestAuthority("localhost");
    TestAuthority other = new TestAuthority("other.example.org");
    try (SyslogReceiver receiver = new SyslogReceiver(good);
        SyslogReceiver impostor = new SyslogReceiver(other)) {
      Key right =
          sinks.add(tenant, SinkKind.SYSLOG, "tls://localhost:" + receiver.port(), good.pem());
      Key wrong =
          sinks.add(tenant, SinkKind.SYSLOG, "tls://localhost:" + impostor.port(), other.pem());
      Key unknown = sinks.add(tenant, SinkKind.SYSLOG, "tls://localhost:" + receiver.port(), null);
      sinks.record(tenant, "x");

      assertThat(sinks.deliver(right)).isTrue();
      assertThat(receiver.subjects()).containsExactly("x");
      assertThat(sinks.deliver(wrong)).isFalse();
      assertThat(sinks.view(wrong).reason()).contains("TLS with localhost", "localhost");
      assertThat(sinks.deliver(unknown)).isFalse();
      assertThat(impostor.messages()).isEmpty();
      assertThat(receiver.messages()).hasSize(1);
    }
  }

  @Test
  void losesNothingWhenTheReceiverBreaksOffInTheMiddleAndTheProcessStartsAgain()
      throws IOException {
    UUID tenant = sinks.audit.tenant();
    List<String> subjects = IntStream.range(0, 250).mapToObj(i -> "event-" + i).toList();
    try (SyslogReceiver receiver = new SyslogReceiver(null)) {
      Key sink = sinks.add(tenant, SinkKind.SYSLOG, tcp(receiver), null);
      sinks.record(tenant, subjects.toArray(String[]::new));
      receiver.breakOff(2);

      assertThat(sinks.deliver(sink)).isFalse();
      assertThat(sinks.view(sink).state()).isEqualTo("RETRYING");
      assertThat(sinks.view(sink).reason()).isNotEmpty();
      assertThat(sinks.due()).as("not before its time").doesNotContain(sink);
      UUID under = sinks.deliveries(sink).getFirst().id();
      pass(Backoff.LONGEST);
      assertThat(sinks.due()).contains(sink);
      assertThat(sinks.view(sink).lagSeconds()).isEqualTo(300);
      assertThat(sinks.deliver(sink)).isFalse();
      pass(Backoff.LONGEST);
      assertThat(sinks.deliver(sink)).isTrue();

      assertThat(receiver.subjects().stream().distinct()).containsExactlyElementsOf(subjects);
      assertThat(receiver.subjects()).hasSize(252);
      assertThat(sinks.deliveries(sink))
          .extracting(DeliveryView::events)
          .containsExactly(50, 100, 100);
      assertThat(sinks.deliveries(sink).getLast().id()).isEqualTo(under);
      assertThat(sinks.deliveries(sink).getLast().attempts()).isEqualTo(3);
      assertThat(sinks.view(sink).lagSeconds()).isZero();
      assertThat(sinks.view(sink).sent()).isEqualTo(250);
    }
  }

  @Test
  void servesALiveSinkBesideADeadOne() throws IOException {
    UUID tenant = sinks.audit.tenant();
    SyslogReceiver gone = new SyslogReceiver(null);
    String nowhere = tcp(gone);
    gone.close();
    try (SyslogReceiver receiver = new SyslogReceiver(null)) {
      Key dead = sinks.add(tenant, SinkKind.SYSLOG, nowhere, null);
      Key live = sinks.add(tenant, SinkKind.SYSLOG, tcp(receiver), null);
      SinkStreams streams = new SinkStreams(sinks.process());
      for (int i = 0; i < 3; i++) {
        sinks.record(tenant, "e" + i);
        streams.start(List.of(dead, live));
        org.awaitility.Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  streams.start(
                      sinks.due().stream().filter(List.of(dead, live)::contains).toList());
                  return sinks.due().stream().noneMatch(live::equals);
                });
        pass(Backoff.LONGEST);
      }
      streams.end(Duration.ofSeconds(5));

      assertThat(receiver.subjects()).containsExactly("e0", "e1", "e2");
      assertThat(sinks.view(dead).reason()).contains("Nothing accepts connections at 127.0.0.1");
      assertThat(sinks.view(dead).sent()).isZero();
      assertThat(sinks.standing().lag()).isGreaterThanOrEqualTo(Backoff.LONGEST.multipliedBy(3));
    }
  }

  @Test
  void signsWhatItPostsAndTellsEachDeliveryBackToItsAttempts() throws IOException {
    UUID tenant = sinks.audit.tenant();
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Key sink = sinks.add(tenant, SinkKind.WEBHOOK, receiver.url(), null);
      sinks.record(tenant, "one", "two");
      receiver.answer(500, 302);

      assertThat(sinks.deliver(sink)).isFalse();
      assertThat(sinks.view(sink).reason()).contains("answered 500");
      pass(Backoff.LONGEST);
      assertThat(sinks.deliver(sink)).isFalse();
      assertThat(sinks.view(sink).reason()).contains("redirects are not followed");
      pass(Backoff.LONGEST);
      assertThat(sinks.deliver(sink)).isTrue();

      assertThat(receiver.deliveries()).hasSize(3);
      assertThat(receiver.deliveries())
          .extracting(WebhookReceiver.Delivery::id)
          .containsOnly(sinks.deliveries(sink).getFirst().id().toString());
      assertThat(receiver.deliveries())
          .extracting(WebhookReceiver.Delivery::path)
          .containsOnly("/audit?to=siem");
      for (WebhookReceiver.Delivery delivery : receiver.deliveries()) {
        assertThat(delivery.signature())
            .isEqualTo(
                Signature.of(
                    SinkFixture.SECRET,
                    delivery.timestamp(),
                    delivery.body().getBytes(StandardCharsets.UTF_8)))
            .matches("v1=[0-9a-f]{64}");
      }
      JsonNode events = JSON.readTree(receiver.deliveries().getLast().body()).path("events");
      assertThat(events.findValuesAsString("subject")).containsExactly("one", "two");
      assertThat(events.path(1).path("position").asInt()).isEqualTo(2);
      assertThat(events.path(0).path("detail").path("n").asString()).isEqualTo("one");
      assertThat(sinks.deliveries(sink))
          .singleElement()
          .satisfies(
              delivery -> {
                assertThat(delivery.state()).isEqualTo("DELIVERED");
                assertThat(delivery.attempts()).isEqualTo(3);
                assertThat(delivery.status()).isEqualTo(204);
                assertThat(delivery.reason()).isEmpty();
              });
    }
  }

  @Test
  void signsAsTheSchemeSays() {
    // From a calculation by hand with openssl dgst -sha256 -hmac.
    assertThat(Signature.of("key", 1_700_000_000L, "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
  }

  @Test
  void sendsNoPersonalDataThatWasErasedBeforeIt() throws IOException {
    UUID tenant = sinks.audit.tenant();
    Account dana =
        database.account("dana" + Ids.next().toString().substring(24), Role.TENANT_ADMIN, tenant);
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Key sink = sinks.add(tenant, SinkKind.WEBHOOK, receiver.url(), null);
      database.callAs(dana);
      sinks.record(tenant, "hers");
      database.callAs(null);
      receiver.answer(503);
      assertThat(sinks.deliver(sink)).isFalse();
      assertThat(receiver.deliveries().getFirst().body()).contains(dana.username());

      database.get(AuditErasure.class).erase(dana.id(), dana.username());
      pass(Backoff.LONGEST);
      assertThat(sinks.deliver(sink)).isTrue();

      assertThat(receiver.deliveries().getLast().body())
          .contains("hers")
          .doesNotContain(dana.username());
    }
  }

  @Test
  void endsWhatIsUnderWayWhenItsSinkIsRemoved() throws IOException {
    UUID tenant = sinks.audit.tenant();
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Key sink =
          sinks.add(tenant, SinkKind.SYSLOG, "tcp://127.0.0.1:" + silent.getLocalPort(), null);
      sinks.record(tenant, "x");
      SinkStreams streams = new SinkStreams(sinks.process());
      streams.start(List.of(sink));
      try (java.net.Socket taken = silent.accept()) {
        taken.setSoTimeout(10_000);
        assertThat(taken.getInputStream().readNBytes(5)).hasSize(5);
        sinks.remove(sink);
        streams.keepOnly(
            running ->
                database.scopes().asSystem(SystemJob.AUDIT, () -> sinks.rows.present(running)));
        streams.end(Duration.ofSeconds(5));
        taken.getOutputStream().write(new byte[1]);
        assertThat(sinks.due()).doesNotContain(sink);
      }
    }
  }
}
