package dev.meridian.agent.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How an agent runs tasks. What it starts outlives the agent; what it says about a run is about
 * every process of it. Safe for use by several threads.
 */
public interface Runtime extends AutoCloseable {
  /** "process", "container" or "kubernetes". */
  String name();

  /** How far it keeps tenants apart: "process", "user" or "container". */
  String isolation();

  /** What it cannot enforce and why, for people. */
  List<String> notEnforced();

  /**
   * Finds every run that an earlier agent left, from the agent's own disk alone. Called once,
   * before anything else; the listener hears of ends from then on.
   */
  List<FoundRun> adopt(RunListener listener) throws IOException;

  /** The OS user that runs a tenant's tasks; empty: the agent's own. */
  OptionalInt userOf(String tenantId) throws IOException;

  /** Starts a run; when it returns, its first process exists and its identity is on disk. */
  FoundRun launch(RunRequest request) throws LaunchException;

  /** Asks a run to end: SIGTERM to its tree, SIGKILL after its grace. Fine when it has ended. */
  void stop(String runId);

  /**
   * Runs a command beside a run, in its sandbox, as its user and with its environment.
   *
   * @return exit code 0 within the time; its processes are gone in any case
   */
  boolean check(String runId, String command, Duration timeout)
      throws IOException, InterruptedException;

  /** Remembers over a restart of the agent that a run's readiness check has passed. */
  void markReady(String runId) throws IOException;

  /**
   * Run leases count from this time on the boot clock, at which an acknowledged heartbeat was sent.
   */
  void extendLeases(Duration acknowledgedSentAt);

  /** The end of a run was recorded: nothing about it is needed any more. */
  void forget(String runId) throws IOException;

  /** Leaves every run alone and lets go of what watches them. */
  @Override
  void close();
}
