package dev.meridian.bench;

/** A benchmark that could not be run, or whose figures would mean nothing. */
final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkException(String message) {
    super(message);
  }
}
