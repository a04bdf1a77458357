package dev.meridian.bench;

/** Something that can be measured by its name. */
interface Benchmark {
  String name();

  /** One sentence for the list. */
  String summary();

  /**
   * Measures and reports.
   *
   * @throws BenchmarkException when there is nothing valid to report
   */
  void run(Report report);
}
