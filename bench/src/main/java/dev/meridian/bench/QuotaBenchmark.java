package dev.meridian.bench;

import dev.meridian.tenancy.QuotaWorkload;
import java.time.Duration;

/** Claims of many writers under one limit. */
final class QuotaBenchmark implements Benchmark {
  private static final int WRITERS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public String summary() {
    return "quota claims of 64 writers, six tenants deep, under one limit, each with its change";
  }

  @Override
  public void run(Report report) {
    try (QuotaWorkload workload = QuotaWorkload.start()) {
      Surroundings.requireDurable(workload.databaseSettings(), report);
      report.note("a claim's transaction holds the claim alone: no instance is made");
      workload.eachInItsOwn(WRITERS, WARM_UP);
      double alone = workload.eachInItsOwn(WRITERS, MEASURED);
      workload.grouped(WRITERS, WARM_UP);
      double grouped = workload.grouped(WRITERS, MEASURED);
      report.measured(new Measurement("claims, each in its change's transaction", alone, "1/s"));
      report.measured(
          new Measurement("claims, made together, committed with their change", grouped, "1/s")
              .goal(Goal.atLeast(2_000))
              .peer(Peer.measured("each in its change's transaction", alone)));
      report.measured(
          new Measurement("claims lost or counted twice", workload.drift(), "")
              .goal(Goal.atMost(0)));
    }
  }
}
