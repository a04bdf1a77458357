package dev.meridian.agent.state;

/**
 * A run of a task whose processes exist.
 *
 * @param stopping its processes were told to end
 */
public record LiveRun(String runId, long incarnation, String task, long run, boolean stopping) {}
