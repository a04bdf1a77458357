package dev.meridian.bench;

import dev.meridian.e2e.MeasuredPlatform;
import java.time.Duration;

/** How long a real Kafka takes from its acceptance to brokers that serve. */
final class KafkaBenchmark implements Benchmark {
  private static final int RUNS = Integer.getInteger("meridian.bench.runs", 3);
  private static final int NODES = 3;
  private static final Peer MICADO =
      Peer.published("MiCADO, \"deploy application\" (another application)", 140);

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String summary() {
    return "install of a three-broker Kafka on three agents: accepted → all ready";
  }

  @Override
  public void run(Report report) {
    try (MeasuredPlatform platform = MeasuredPlatform.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      for (int node = 1; node <= NODES; node++) {
        platform.join(node);
      }
      platform.publishKafka();
      report.note(
          "one install on agents that have no artifact, then %d that have all; each is uninstalled"
              .formatted(RUNS));
      report.measured(
          new Measurement(
                  "accepted → all ready, artifacts not cached", seconds(platform, "first"), "s")
              .goal(Goal.atMost(30))
              .peer(MICADO));
      Samples cached = new Samples();
      for (int run = 1; run <= RUNS; run++) {
        cached.add(install(platform, "kafka-" + run));
      }
      report.measured(
          new Measurement(
                  "accepted → all ready, artifacts cached, median of " + RUNS,
                  cached.medianSeconds(),
                  "s")
              .goal(Goal.atMost(20))
              .peer(MICADO));
    }
  }

  private static double seconds(MeasuredPlatform platform, String name) {
    return install(platform, name).toNanos() / 1e9;
  }

  private static Duration install(MeasuredPlatform platform, String name) {
    Duration ready = platform.installKafka(name);
    platform.uninstall(name);
    return ready;
  }
}
