package dev.meridian.bench;

import dev.meridian.tenancy.TenancyWorkload;
import java.time.Duration;

/** Checks of rights and reads of secrets among very many tenants and members. */
final class TenancyBenchmark implements Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(10);
  // The connections of a control plane.
  private static final int READERS = 12;

  @Override
  public String name() {
    return "tenancy";
  }

  @Override
  public String summary() {
    return "checks of rights and reads of secrets, 10,000 tenants and 100,000 members";
  }

  @Override
  public void run(Report report) {
    try (TenancyWorkload workload = TenancyWorkload.start()) {
      Surroundings.requireDurable(workload.databaseSettings(), report);
      workload.rememberedCheck(WARM_UP);
      report.measured(
          new Measurement("a check that is remembered", workload.rememberedCheck(MEASURED), "µs")
              .goal(Goal.atMost(50)));
      workload.readCheck(WARM_UP);
      report.measured(new Measurement("a check that is read", workload.readCheck(MEASURED), "ms"));
      workload.secretReads(READERS, WARM_UP);
      report.measured(
          new Measurement(
                  "secrets, read and opened, 12 readers",
                  workload.secretReads(READERS, MEASURED),
                  "1/s")
              .goal(Goal.atLeast(2_000)));
    }
  }
}
