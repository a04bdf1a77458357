package dev.meridian.bench;

import dev.meridian.tenancy.QuotaWorkload;
import java.time.Duration;

/** Claims of many writers under one limit. */
final class QuotaBenchmark implements Benchmark {
  private static final int WRITERS = 64;
  // A change holds a connection, and the pool of a control plane has this many.
  private static final int CONNECTIONS = 12;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public String summary() {
    return "quota claims of 64 writers, six tenants deep, under one limit";
  }

  @Override
  public void run(Report report) {
    try (QuotaWorkload workload = QuotaWorkload.start()) {
      Surroundings.requireDurable(workload.databaseSettings(), report);
      report.note("a change holds its claim and nothing else: no instance is made");
      workload.eachInItsOwn(CONNECTIONS, WARM_UP);
      double alone = workload.eachInItsOwn(CONNECTIONS, MEASURED);
      report.measured(
          new Measurement("claims, each in its change's transaction, 12 writers", alone, "1/s"));
      workload.together(WRITERS, WARM_UP);
      report.measured(
          new Measurement(
                  "claims, made together, 64 writers", workload.together(WRITERS, MEASURED), "1/s")
              .goal(Goal.atLeast(2_000))
              .peer(Peer.measured("each in its change's transaction", alone)));
      report.measured(
          new Measurement(
                  "claims, made together and confirmed by their changes, 12 writers",
                  workload.grouped(CONNECTIONS, MEASURED),
                  "1/s")
              .peer(Peer.measured("each in its change's transaction", alone)));
      report.measured(
          new Measurement("claims lost or counted twice", workload.drift(), "")
              .goal(Goal.atMost(0)));
    }
  }
}
