package dev.meridian.controlplane.federation.link;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agents reach this replica.
 *
 * @param agentPort TCP port of the agent link; 0 takes a free one
 * @param agentBindAddress address that the port is bound on
 * @param agentHostNames names and addresses under which nodes dial the control plane; the first is
 *     shown in join commands
 * @param agentHeartbeat how often agents speak; after three of them without a word an agent counts
 *     as unreachable
 * @param replicaName name of this replica, stable over its restarts
 */
@ConfigurationProperties("meridian")
public record AgentLinkProperties(
    @DefaultValue("9443") int agentPort,
    @DefaultValue("0.0.0.0") String agentBindAddress,
    @DefaultValue("localhost") List<String> agentHostNames,
    @DefaultValue("10s") Duration agentHeartbeat,
    @DefaultValue("control-plane") String replicaName) {

  public AgentLinkProperties {
    if (agentPort < 0 || agentPort > 65535) {
      throw new IllegalArgumentException(
          "meridian.agent-port is " + agentPort + "; give a port from 0 to 65535.");
    }
    if (agentHeartbeat.compareTo(Duration.ofMillis(100)) < 0
        || agentHeartbeat.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "meridian.agent-heartbeat is " + agentHeartbeat + "; give 100 ms to 1 min.");
    }
    if (agentHostNames.isEmpty()) {
      throw new IllegalArgumentException(
          "meridian.agent-host-names is empty; name what nodes dial, such as localhost.");
    }
  }

  /** How long an agent may be silent. */
  public Duration silence() {
    return agentHeartbeat.multipliedBy(3);
  }
}
