package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A region as the API shows it. */
@Schema(name = "Region")
public record RegionView(
    UUID id,
    String name,
    String displayName,
    @Schema(allowableValues = {"on-prem", "aws", "azure", "gcp", "edge"}) String provider,
    String network,
    State state,
    String stateReason,
    List<String> zones,
    long nodes,
    long nodesReady,
    long pods,
    AmountsView capacity,
    AmountsView allocated,
    RegionIsolation isolation,
    Instant createdAt,
    @Nullable Instant lastSeenAt) {

  /** How much of a region can be used. */
  public enum State {
    READY,
    DEGRADED,
    UNREACHABLE,
    EMPTY
  }

  static State state(long nodes, long ready) {
    if (nodes == 0) {
      return State.EMPTY;
    }
    return ready == nodes ? State.READY : ready == 0 ? State.UNREACHABLE : State.DEGRADED;
  }

  static String reason(long nodes, long ready, @Nullable Instant lastSeen) {
    return switch (state(nodes, ready)) {
      case EMPTY -> "No node has joined yet: make a join token and start an agent with it.";
      case READY -> nodes == 1 ? "Its node is ready." : "All %d nodes are ready.".formatted(nodes);
      case DEGRADED -> "%d of %d nodes are ready.".formatted(ready, nodes);
      case UNREACHABLE ->
          "None of %d nodes is ready%s."
              .formatted(nodes, lastSeen == null ? "" : "; the last was heard at " + lastSeen);
    };
  }
}
