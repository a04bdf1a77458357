package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system that end by themselves. */
final class Shell {
  private Shell() {}

  static void run(String... command) {
    run(List.of(command));
  }

  /** Runs a program to its end and fails when it does. */
  static void run(List<String> command) {
    Ended ended = ended(command);
    if (ended.exitCode() != 0) {
      throw new AssertionError(
          "%s ended with %d: %s"
              .formatted(String.join(" ", command), ended.exitCode(), ended.output()));
    }
  }

  /** How a program ended and what it printed. */
  record Ended(int exitCode, String output) {}

  static Ended ended(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Ended(process.waitFor(), output);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
