package dev.meridian.controlplane.federation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The control streams that this replica holds. Every call returns at once. */
public interface AgentStreams {

  /** The agent has new orders, committed. */
  void ordered(UUID agentId);

  /** When this replica last heard of the agent; empty when it holds no stream of it. */
  Optional<Instant> lastHeard(UUID agentId);

  /** Ends the agent's stream, if there is one; the agent dials again. */
  void disconnect(UUID agentId, String reason);
}
