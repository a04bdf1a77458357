package dev.meridian.bench;

import dev.meridian.controlplane.placement.PlainWorkload;
import java.time.Duration;
import java.util.Optional;

/** The placement engine alone, in memory: no database, no process. */
final class PlacementBenchmark implements Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(6);
  private static final int GANG = 100;

  @Override
  public String name() {
    return "placement";
  }

  @Override
  public String summary() {
    return "the placement engine on plain pods (CPU and memory only), 2,000 and 10,000 nodes";
  }

  @Override
  public void run(Report report) {
    report.note(
        "nodes of 16 cores and 64 GiB; pods of 1 core and 2 GiB; each decision is applied before the next; no database");
    measure(report, 2_000, 3_815, 20);
    measure(report, 10_000, 214, 200);
  }

  private static void measure(Report report, int nodes, double fenzo, int times) {
    for (int pods : new int[] {1, GANG}) {
      PlainWorkload workload = new PlainWorkload(nodes, pods);
      String metric =
          "pods placed, %,d nodes, %d %s an ask".formatted(nodes, pods, pods == 1 ? "pod" : "pods");
      report.measured(
          new Measurement(metric, rate(workload, metric, report), "1/s")
              .goal(Goal.atLeast(fenzo * times))
              .peer(Peer.published("Fenzo 1.0.1", fenzo)));
    }
  }

  /** Zero, with a note, when the engine refuses what empty nodes have room for. */
  private static double rate(PlainWorkload workload, String metric, Report report) {
    Optional<String> refusal = workload.refusal();
    if (refusal.isPresent()) {
      report.note(metric + ": refused on empty nodes: " + refusal.get());
      return 0;
    }
    workload.podsPerSecond(WARM_UP);
    return workload.podsPerSecond(MEASURED);
  }
}
