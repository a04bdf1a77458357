package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.federation.ObservedTask;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agent saw, as it waits to be stored.
 *
 * @param session the stream that it came on
 * @param at when it happened by the agent's clock; null: it did not say anything sensible
 */
record Report(
    UUID agentId,
    long session,
    String bootId,
    long sequence,
    @Nullable Instant at,
    Content content) {

  /** What was seen. */
  sealed interface Content {}

  /** The state of one incarnation of a pod. */
  record Pod(
      UUID podId,
      long incarnation,
      long revision,
      ObservedPod.State state,
      String reason,
      List<ObservedTask> tasks,
      List<Integer> takenPorts)
      implements Content {}

  /** All processes of this incarnation and lower ones are gone. */
  record Removed(UUID podId, long incarnation) implements Content {}

  /** The state of a volume: READY, MISSING or DESTROYED. */
  record Volume(UUID volumeId, State state, String reason) implements Content {
    enum State {
      READY,
      MISSING,
      DESTROYED
    }
  }

  /** An order that the agent cannot obey. */
  record Refusal(long revision, String reason) implements Content {}

  /** The pod that it is about; null: none. */
  @Nullable UUID podId() {
    return switch (content) {
      case Pod pod -> pod.podId();
      case Removed removed -> removed.podId();
      case Volume volume -> null;
      case Refusal refusal -> null;
    };
  }
}
