package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A node as the API shows it.
 *
 * @param diskFreeBytes on the disk of its agent, as told last, whoever uses the rest; null until it
 *     was told
 */
@Schema(name = "Node")
public record NodeView(
    UUID id,
    String name,
    String region,
    String zone,
    UUID agentId,
    @Schema(allowableValues = {"process", "container", "kubernetes"}) String runtime,
    @Schema(allowableValues = {"process", "user", "container"}) String isolation,
    State state,
    String stateReason,
    String address,
    String advertisedAddress,
    AmountsView capacity,
    AmountsView allocated,
    @Nullable Long diskFreeBytes,
    long pods,
    Ports ports,
    Map<String, String> attributes,
    List<JavaHome> javaHomes,
    List<String> notEnforced,
    String agentVersion,
    @Nullable Instant lastSeenAt,
    Instant joinedAt) {

  /** Whether the node can be used. */
  public enum State {
    READY,
    UNREACHABLE,
    ON_HOLD,
    /** Declared dead by a person; it can be removed. */
    DEAD
  }

  /** Ports that the node gives to Meridian, both ends included. */
  @Schema(name = "PortRange")
  public record Ports(int begin, int end) {}

  /** A JDK on the node. */
  public record JavaHome(int feature, String version, String home, String vendor) {}
}
