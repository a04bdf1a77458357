package dev.meridian.spec;

import java.time.Duration;

/** A command that is run until it exits 0 once; until then the step is not complete. */
public record ReadinessCheckSpec(String cmd, Duration interval, Duration delay, Duration timeout) {}
