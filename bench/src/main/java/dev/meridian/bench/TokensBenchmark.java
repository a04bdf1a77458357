package dev.meridian.bench;

import dev.meridian.e2e.ClientSecret;
import dev.meridian.e2e.MeasuredReplicas;
import dev.meridian.e2e.TokenEndpoint;
import dev.meridian.tenancy.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Access tokens for programs, beside those of a Keycloak on the same machine. */
final class TokensBenchmark implements Benchmark {
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("meridian.bench.seconds", 30));
  private static final Duration WARM_UP = MEASURED;
  private static final int CLIENTS = 50;
  private static final int AT_ONCE = 8;
  private static final int PER_SECOND = 50;
  private static final String PEER = "Keycloak";

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public String summary() {
    return "access tokens by client credentials, beside Keycloak's token endpoint";
  }

  @Override
  public void run(Report report) {
    try (MeasuredReplicas platform = MeasuredReplicas.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      List<ClientSecret> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(platform.serviceAccount("program-" + i, "tenant-viewer", "acme/streams"));
      }
      TokenEndpoint ours = platform.tokens();
      TokenEndpoint theirs = platform.keycloak(clients);
      report.note(
          "%d clients with secrets of 256 random bits, the same for both; both sign with RSA, have as much memory and a database on one server; each runs alone, the other is idle"
              .formatted(CLIENTS));
      report.note(
          "no limit is changed: what succeeds counts for none (only failed tries do); %d s of warm-up, %d s measured"
              .formatted(WARM_UP.toSeconds(), MEASURED.toSeconds()));
      busy(report, clients, ours, theirs);
      paced(report, clients, ours, theirs);
    }
  }

  private record Busy(double perSecond, Samples samples) {}

  private static void busy(
      Report report, List<ClientSecret> clients, TokenEndpoint ours, TokenEndpoint theirs) {
    busy(ours, clients, WARM_UP);
    busy(theirs, clients, WARM_UP);
    Busy here = busy(ours, clients, MEASURED);
    Busy there = busy(theirs, clients, MEASURED);
    String how = ", %d at once".formatted(AT_ONCE);
    report.measured(
        new Measurement("tokens issued" + how, here.perSecond, "1/s")
            .peer(Peer.measured(PEER, there.perSecond)));
    report.measured(
        new Measurement("a token" + how + ", p99", here.samples.p99Seconds() * 1e3, "ms")
            .peer(Peer.measured(PEER, there.samples.p99Seconds() * 1e3)));
  }

  private static Busy busy(TokenEndpoint endpoint, List<ClientSecret> clients, Duration length) {
    AtomicInteger next = new AtomicInteger();
    Samples samples = new Samples();
    double perSecond =
        Rate.of(
            AT_ONCE,
            length,
            () -> {
              ClientSecret client = clients.get(next.getAndIncrement() % CLIENTS);
              long begun = System.nanoTime();
              String unused = endpoint.issue(client);
              samples.add(Duration.ofNanos(System.nanoTime() - begun));
            });
    return new Busy(perSecond, samples);
  }

  private static void paced(
      Report report, List<ClientSecret> clients, TokenEndpoint ours, TokenEndpoint theirs) {
    Samples here = paced(ours, clients);
    Samples there = paced(theirs, clients);
    String how = ", %d a second".formatted(PER_SECOND);
    report.measured(
        new Measurement("a token" + how + ", median", here.medianSeconds() * 1e3, "ms")
            .peer(Peer.measured(PEER, there.medianSeconds() * 1e3)));
    report.measured(
        new Measurement("a token" + how + ", p99", here.p99Seconds() * 1e3, "ms")
            .peer(Peer.measured(PEER, there.p99Seconds() * 1e3)));
  }

  private static Samples paced(TokenEndpoint endpoint, List<ClientSecret> clients) {
    return OpenLoop.run(
        PER_SECOND,
        MEASURED,
        number -> {
          String unused = endpoint.issue(clients.get(number % CLIENTS));
        });
  }
}
