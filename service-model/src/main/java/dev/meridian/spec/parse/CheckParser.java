package dev.meridian.spec.parse;

import dev.meridian.spec.HealthCheckSpec;
import dev.meridian.spec.ReadinessCheckSpec;
import dev.meridian.spec.yaml.Keys;
import java.time.Duration;
import java.util.Optional;

/** Reads health and readiness checks. The defaults are those of a check without any key but cmd. */
final class CheckParser {
  static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration READINESS_INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);
  private static final int FAILURES = 3;

  private CheckParser() {}

  static Optional<HealthCheckSpec> healthCheck(Keys task) {
    return task.map("health-check")
        .map(
            check -> {
              HealthCheckSpec spec =
                  new HealthCheckSpec(
                      check.requiredText("cmd"),
                      positive(check, "interval", INTERVAL),
                      check.duration("grace-period").orElse(GRACE_PERIOD),
                      check
                          .integer("max-consecutive-failures", 1, Integer.MAX_VALUE)
                          .orElse(FAILURES),
                      check.duration("delay").orElse(Duration.ZERO),
                      positive(check, "timeout", TIMEOUT));
              check.finish();
              return spec;
            });
  }

  static Optional<ReadinessCheckSpec> readinessCheck(Keys task) {
    return task.map("readiness-check")
        .map(
            check -> {
              ReadinessCheckSpec spec =
                  new ReadinessCheckSpec(
                      check.requiredText("cmd"),
                      check.duration("interval").orElse(READINESS_INTERVAL),
                      check.duration("delay").orElse(Duration.ZERO),
                      positive(check, "timeout", TIMEOUT));
              check.finish();
              return spec;
            });
  }

  private static Duration positive(Keys check, String key, Duration otherwise) {
    Duration read = check.duration(key).orElse(otherwise);
    if (read.isZero()) {
      check.error(key, "must be above 0");
    }
    return read;
  }
}
