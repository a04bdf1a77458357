package dev.meridian.agent.runtime;

import dev.meridian.agent.state.LiveRun;
import dev.meridian.agent.state.RunEnd;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that exists, just launched or found on disk when the agent started.
 *
 * @param end how it ended while no agent looked; empty when it lives
 * @param wasReady its readiness check had passed
 */
public record FoundRun(
    String podId,
    LiveRun run,
    long pid,
    Instant startedAt,
    boolean wasReady,
    Optional<RunEnd> end) {}
