package dev.meridian.bench;

import dev.meridian.e2e.MeasuredPlatform;

/** How long the programs take to start, and what they weigh then. */
final class StartBenchmark implements Benchmark {
  private static final int RESTARTS = 3;
  private static final int AGENTS = 5;
  private static final int PODS = 20;
  private static final double MEGABYTE = 1e6;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "control plane exec → ready, agent start → connected, and their resident memory";
  }

  @Override
  public void run(Report report) {
    try (MeasuredPlatform platform = MeasuredPlatform.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      report.note(
          platform.controlPlaneUsesClassCache()
              ? "the control plane starts with a cache of loaded classes (AOT)"
              : "the control plane starts without a cache of loaded classes (AOT)");
      controlPlane(platform, report);
      agents(platform, report);
    }
  }

  private static void controlPlane(MeasuredPlatform platform, Report report) {
    Samples withoutDatabase = new Samples();
    for (int round = 0; round < RESTARTS; round++) {
      withoutDatabase.add(platform.restartControlPlane(true));
    }
    report.measured(
        new Measurement(
                "control plane exec → ready, median of " + RESTARTS,
                withoutDatabase.medianSeconds(),
                "s")
            .goal(Goal.atMost(9)));
    Samples withDatabase = new Samples();
    withDatabase.add(platform.restartControlPlane(false));
    report.measured(
        new Measurement(
            "control plane exec → ready, PostgreSQL's start counted",
            withDatabase.medianSeconds(),
            "s"));
  }

  private static void agents(MeasuredPlatform platform, Report report) {
    Samples connected = new Samples();
    for (int node = 1; node <= AGENTS; node++) {
      connected.add(platform.join(node));
    }
    report.measured(
        new Measurement(
                "agent exec → joined and connected, median of " + AGENTS,
                connected.medianSeconds(),
                "s")
            .goal(Goal.atMost(1.5)));
    report.measured(
        new Measurement(
                "control plane resident, " + AGENTS + " agents",
                platform.controlPlaneResidentBytes() / MEGABYTE,
                "MB")
            .goal(Goal.atMost(550)));
    report.measured(
        new Measurement("agent resident, no pods", agent(platform, AGENTS), "MB")
            .goal(Goal.atMost(110)));
    platform.publishHelloWorld();
    platform.installOnNode("full", PODS, 1);
    report.measured(
        new Measurement("agent resident, " + PODS + " pods", agent(platform, 1), "MB")
            .goal(Goal.atMost(110))
            .peer(Peer.published("Karmada agent", 266 * 1.048576)));
  }

  private static double agent(MeasuredPlatform platform, int node) {
    return platform.agentResidentBytes(node) / MEGABYTE;
  }
}
