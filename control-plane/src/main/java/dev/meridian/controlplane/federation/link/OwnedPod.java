package dev.meridian.controlplane.federation.link;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pod that is, or was, ordered to an agent, with what its history records.
 *
 * @param highestIncarnation highest that this agent was ever told
 * @param tombstone highest incarnation whose removal is ordered and not yet reported; 0: none
 * @param nodeId where its reservation is, or else the agent's node
 */
record OwnedPod(
    UUID agentId,
    UUID podId,
    UUID tenantId,
    UUID instanceId,
    long highestIncarnation,
    long tombstone,
    String instanceName,
    String packageName,
    String podName,
    int configuration,
    long cpuMillis,
    long memoryBytes,
    long diskBytes,
    @Nullable UUID regionId,
    @Nullable UUID nodeId) {

  Key key() {
    return new Key(agentId, podId);
  }

  /** A pod on an agent. */
  record Key(UUID agentId, UUID podId) {}
}
