package dev.meridian.agent;

import dev.meridian.agent.link.Endpoint;
import dev.meridian.protocol.v1.PortRange;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How an agent is set up.
 *
 * @param joinToken needed until the agent has joined
 * @param cpus cores to offer; empty: all
 */
record AgentSettings(
    Path dataDirectory,
    Endpoint controlPlane,
    Optional<String> joinToken,
    String name,
    String zone,
    String address,
    String advertisedAddress,
    PortRange ports,
    Map<String, String> attributes,
    OptionalDouble cpus,
    OptionalLong memoryBytes,
    OptionalLong diskBytes,
    long artifactCacheBytes) {}
