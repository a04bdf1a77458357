package dev.meridian.agent.runtime;

import dev.meridian.agent.state.RunEnd;

/** Hears that a run ended and that every process of it is gone; called once for each run. */
@FunctionalInterface
public interface RunListener {
  void ended(String podId, String runId, RunEnd end);
}
