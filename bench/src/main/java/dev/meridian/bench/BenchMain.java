package dev.meridian.bench;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./meridian bench}: lists the benchmarks, or runs one. */
public final class BenchMain {
  private static final int MET = 0;
  private static final int MISSED = 1;
  private static final int USAGE = 2;

  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new HelloWorldBenchmark(),
          new KafkaBenchmark(),
          new StartBenchmark(),
          new PlacementBenchmark(),
          new QuotaBenchmark(),
          new QuotaSweepBenchmark(),
          new TenancyBenchmark(),
          new IdentityBenchmark(),
          new ListsBenchmark(),
          new TokensBenchmark());

  private BenchMain() {}

  /** Ends with 1 when a goal was missed or nothing could be measured, 2 on a wrong command. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    boolean json = arguments.contains("--json");
    List<String> names = arguments.stream().filter(word -> !word.equals("--json")).toList();
    if (names.isEmpty()) {
      list(json);
      return MET;
    }
    if (names.contains("--help") || names.contains("-h")) {
      System.out.println("usage: ./meridian bench [NAME] [--json]");
      list(false);
      return MET;
    }
    Optional<Benchmark> benchmark =
        BENCHMARKS.stream().filter(known -> known.name().equals(names.getFirst())).findFirst();
    if (names.size() > 1 || benchmark.isEmpty()) {
      System.err.printf(
          "There is no benchmark '%s'. ./meridian bench lists them.%n", String.join(" ", names));
      return USAGE;
    }
    return measure(benchmark.get(), json);
  }

  private static void list(boolean json) {
    for (Benchmark benchmark : BENCHMARKS) {
      System.out.println(
          json
              ? JsonMapper.shared()
                  .createObjectNode()
                  .put("benchmark", benchmark.name())
                  .put("summary", benchmark.summary())
                  .toString()
              : "%-14s %s".formatted(benchmark.name(), benchmark.summary()));
    }
  }

  private static int measure(Benchmark benchmark, boolean json) {
    PrintedReport report = new PrintedReport(benchmark.name(), json, System.out, System.err);
    Surroundings.note(report);
    try {
      benchmark.run(report);
    } catch (BenchmarkException invalid) {
      System.err.println(benchmark.name() + ": " + invalid.getMessage());
      return MISSED;
    }
    return report.goalsMet() ? MET : MISSED;
  }
}
