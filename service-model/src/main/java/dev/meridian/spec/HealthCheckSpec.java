package dev.meridian.spec;

import java.time.Duration;

/**
 * A command that must exit 0 all life long; after too many failures in a row the task is killed.
 */
public record HealthCheckSpec(
    String cmd,
    Duration interval,
    Duration gracePeriod,
    int maxConsecutiveFailures,
    Duration delay,
    Duration timeout) {}
