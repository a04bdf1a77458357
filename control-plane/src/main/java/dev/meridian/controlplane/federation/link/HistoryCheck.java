package dev.meridian.controlplane.federation.link;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an agent and this database share one history. After a restore they do not: the
 * agent then keeps all it has and is told nothing until a person has decided.
 */
sealed interface HistoryCheck {

  /** One history: orders flow. */
  record Same() implements HistoryCheck {}

  /** A person has decided; the agent is told this epoch, then orders flow. */
  record Confirm() implements HistoryCheck {}

  /** Nothing is sent. */
  record Hold(String reason) implements HistoryCheck {}

  /**
   * What this control plane knows.
   *
   * @param epoch its own history
   * @param agentEpoch the history in which the agent joined or was last confirmed
   * @param revision the last that was given to an order of the agent
   * @param holdReason null when the agent is not on hold
   * @param resumed what a person decided last; null: nothing
   */
  record Known(
      UUID epoch,
      UUID agentEpoch,
      long revision,
      @Nullable String holdReason,
      @Nullable Resumed resumed) {}

  /** A decision to go on from what the agent then reported. */
  record Resumed(String reportedEpoch, UUID epoch) {}

  /** What the agent says of itself. */
  record Claim(String epoch, long revision) {}

  static HistoryCheck of(Known known, Claim claim) {
    if (known.holdReason() != null) {
      return new Hold(known.holdReason());
    }
    if (claim.revision() > known.revision()) {
      return new Hold(
          ("The agent has stored orders up to revision %d, this database has given out %d: the"
                  + " database is older than the agent. Look at what the agent has, then resume it.")
              .formatted(claim.revision(), known.revision()));
    }
    String ours = known.epoch().toString();
    if (claim.epoch().equals(ours) && known.agentEpoch().equals(known.epoch())) {
      return new Same();
    }
    Resumed resumed = known.resumed();
    if (resumed != null
        && resumed.epoch().equals(known.epoch())
        && resumed.reportedEpoch().equals(claim.epoch())) {
      return new Confirm();
    }
    return new Hold(
        "The control plane was restored from a backup: the agent belongs to an earlier or later"
            + " history. Look at what the agent has, then resume it.");
  }
}
