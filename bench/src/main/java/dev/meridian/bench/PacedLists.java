package dev.meridian.bench;

import dev.meridian.e2e.MeasuredReplicas;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * What is asked over HTTP at a steady pace, first to warm up and then measured.
 *
 * @param measured how long each is measured; half as long goes before
 */
record PacedLists(Duration measured) {
  static final int PER_SECOND = 50;

  private static final int OK = 200;

  Duration warmUp() {
    return measured.dividedBy(2);
  }

  /** Reports the median of a request, which is given its number, from 0, and answers its p99. */
  Measurement measure(Report report, String what, IntConsumer request) {
    OpenLoop.run(PER_SECOND, warmUp(), request);
    Samples samples = OpenLoop.run(PER_SECOND, measured, request);
    report.measured(new Measurement(what + ", median", samples.medianSeconds() * 1e3, "ms"));
    return new Measurement(what + ", p99", samples.p99Seconds() * 1e3, "ms");
  }

  /**
   * Asks the first replica.
   *
   * @throws BenchmarkException when the answer is not 200
   */
  static void require(MeasuredReplicas platform, String token, String path) {
    int status = platform.get(0, token, path);
    if (status != OK) {
      throw new BenchmarkException("GET %s was answered with %d.".formatted(path, status));
    }
  }
}
