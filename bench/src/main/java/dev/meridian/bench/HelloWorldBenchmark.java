package dev.meridian.bench;

import dev.meridian.e2e.MeasuredPlatform;
import dev.meridian.e2e.MeasuredPlatform.Installation;
import java.time.Duration;

/** How long a small service takes from its acceptance to its pods. */
final class HelloWorldBenchmark implements Benchmark {
  private static final int RUNS = Integer.getInteger("meridian.bench.runs", 20);
  private static final int NODES = 2;
  private static final int PODS = 3;

  @Override
  public String name() {
    return "hello-world";
  }

  @Override
  public String summary() {
    return "install of hello-world with three pods on two agents: accepted, running, COMPLETE";
  }

  @Override
  public void run(Report report) {
    try (MeasuredPlatform platform = MeasuredPlatform.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      for (int node = 1; node <= NODES; node++) {
        platform.join(node);
      }
      platform.publishHelloWorld();
      report.note(
          "%d installs one after the other, then uninstalled; the API is asked every %d ms"
              .formatted(RUNS, MeasuredPlatform.POLL.toMillis()));
      Samples answered = new Samples();
      Samples running = new Samples();
      Samples complete = new Samples();
      for (int run = 1; run <= RUNS; run++) {
        String name = "hello-" + run;
        Installation installation = platform.install(name, PODS);
        if (run == 1) {
          report.measured(seconds("first install: accepted → all running", installation.running()));
          report.measured(
              seconds("first install: accepted → plan COMPLETE", installation.complete()));
        }
        answered.add(installation.answered());
        running.add(installation.running());
        complete.add(installation.complete());
        platform.uninstall(name);
      }
      report(report, answered, running, complete);
    }
  }

  private static void report(Report report, Samples answered, Samples running, Samples complete) {
    report.measured(
        new Measurement("request sent → accepted, median", answered.medianSeconds(), "s"));
    report.measured(new Measurement("request sent → accepted, p95", answered.p95Seconds(), "s"));
    report.measured(
        new Measurement("accepted → all running, median", running.medianSeconds(), "s")
            .goal(Goal.atMost(0.8))
            .peer(Peer.published("Nomad 2.0.5", 0.83)));
    report.measured(new Measurement("accepted → all running, p95", running.p95Seconds(), "s"));
    report.measured(
        new Measurement("accepted → plan COMPLETE, median", complete.medianSeconds(), "s")
            .goal(Goal.atMost(1.5))
            .peer(Peer.published("Nomad 2.0.5", 3.1)));
    report.measured(new Measurement("accepted → plan COMPLETE, p95", complete.p95Seconds(), "s"));
  }

  private static Measurement seconds(String metric, Duration duration) {
    return new Measurement(metric, duration.toNanos() / 1e9, "s");
  }
}
