package dev.meridian.bench;

import dev.meridian.tenancy.ManyTenants;
import dev.meridian.tenancy.SweepWorkload;
import dev.meridian.tenancy.SweepWorkload.Claimed;
import java.time.Duration;

/** How long the check of all counters takes, and what claims notice of it. */
final class QuotaSweepBenchmark implements Benchmark {
  private static final int RUNS = Integer.getInteger("meridian.bench.runs", 10);
  private static final int WRITERS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(15);

  @Override
  public String name() {
    return "quota-sweep";
  }

  @Override
  public String summary() {
    return "the check of quota counters for drift, 10,000 tenants, and claims meanwhile";
  }

  @Override
  public void run(Report report) {
    try (SweepWorkload workload = SweepWorkload.start()) {
      Surroundings.requireDurable(workload.databaseSettings(), report);
      report.note(
          "%d tenants, %d claims, %d counters; a control plane sweeps every five minutes"
              .formatted(ManyTenants.TENANTS, SweepWorkload.CLAIMS, workload.counters()));
      alone(workload, report);
      beside(workload, report);
      report.measured(
          new Measurement("counters wrong in the end", workload.sweep(), "").goal(Goal.atMost(0)));
    }
  }

  private static void alone(SweepWorkload workload, Report report) {
    Samples sweeps = new Samples();
    for (int run = 0; run < RUNS; run++) {
      sweeps.add(Duration.ofNanos((long) (sweep(workload) * 1e9)));
    }
    report.measured(
        new Measurement("a sweep that finds nothing, median", sweeps.medianSeconds(), "s"));
    report.measured(
        new Measurement("a sweep that finds nothing, longest", sweeps.longestSeconds(), "s"));
  }

  private static void beside(SweepWorkload workload, Report report) {
    workload.claim(WRITERS, WARM_UP);
    Claimed without = workload.claim(WRITERS, MEASURED);
    Claimed during =
        workload.claimDuring(
            WRITERS,
            MEASURED,
            () -> {
              if (workload.sweep() > 0) {
                throw new BenchmarkException("A sweep found a counter wrong that claims wrote.");
              }
            });
    Claimed repaired =
        workload.claimDuring(
            WRITERS,
            MEASURED,
            () -> {
              workload.spoil();
              workload.sweep();
            });
    report.measured(
        new Measurement("claims without a sweep, 64 writers", without.perSecond(), "1/s"));
    report.measured(
        new Measurement("claims while sweeps follow each other", during.perSecond(), "1/s")
            .peer(Peer.measured("without a sweep", without.perSecond())));
    longest(report, "without a sweep", without);
    longest(report, "while sweeps follow each other", during);
    longest(report, "while each sweep repairs a counter", repaired);
  }

  private static void longest(Report report, String when, Claimed claimed) {
    report.measured(
        new Measurement("longest claim " + when, claimed.longest().toNanos() / 1e9, "s"));
  }

  /** Seconds of one sweep. */
  private static double sweep(SweepWorkload workload) {
    long begun = System.nanoTime();
    int repaired = workload.sweep();
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (repaired > 0) {
      throw new BenchmarkException(
          "The sweep repaired %d counters; that is not what this measures.".formatted(repaired));
    }
    return seconds;
  }
}
