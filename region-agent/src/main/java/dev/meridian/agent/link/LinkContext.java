package dev.meridian.agent.link;

import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.pod.PodFleet;
import dev.meridian.agent.pod.RunLeases;
import dev.meridian.agent.runtime.Runtime;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.protocol.v1.NodeReport;
import java.io.IOException;

/** What a session with the control plane works on. */
public record LinkContext(
    Endpoint endpoint,
    IdentityFile identity,
    AgentDisk disk,
    BootClock clock,
    PodFleet fleet,
    Outbox outbox,
    RunLeases leases,
    Runtime runtime,
    TransferLink transfer,
    Reporter node,
    String agentVersion) {

  /** Describes the node as it is now. */
  @FunctionalInterface
  public interface Reporter {
    NodeReport report() throws IOException;
  }
}
