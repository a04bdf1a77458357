package dev.meridian.controlplane.plans;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The words in which states are told to people. */
final class Sentences {
  private Sentences() {}

  /** Why a pod waits; never empty, also when its agent gave no reason. */
  static String of(Observed o) {
    if (!o.reason().isBlank()) {
      return o.reason();
    }
    return switch (o.state()) {
      case "STAGING" -> "its node prepares the sandbox and fetches artifacts";
      case "STOPPING" -> "its node stops what ran before";
      default -> "its node cannot start it yet";
    };
  }

  static String ending(Observed.Task task) {
    if (task.signal() != null && task.signal() > 0) {
      return "was killed by signal " + task.signal();
    }
    if (task.exitCode() != null) {
      return "ended with exit code " + task.exitCode();
    }
    return task.message().isEmpty() ? "ended" : "ended: " + task.message();
  }

  /** "; in 3 h": how long it is until then, to the unit that people would name; empty when past. */
  static String in(Duration left) {
    if (left.isNegative()) {
      return "";
    }
    if (left.toHours() >= 48) {
      return "; in %d days".formatted(left.toDays());
    }
    return left.toMinutes() >= 120
        ? "; in %d h".formatted(left.toHours())
        : "; in %d min".formatted(left.toMinutes());
  }

  /** "broker-1 runs and is not ready yet; 1 of 3 done". */
  static String progress(Plan plan) {
    List<Step> steps = plan.steps();
    long done = steps.stream().filter(Step::complete).count();
    Optional<Step> current =
        plan.candidates().stream()
            .flatMap(p -> p.candidates().stream())
            .filter(s -> !s.complete())
            .min((a, b) -> Boolean.compare(b.begun(), a.begun()));
    String what = current.map(s -> s.name() + ": " + s.reason()).orElse("");
    return "%s; %d of %d done".formatted(what, done, steps.size());
  }
}
