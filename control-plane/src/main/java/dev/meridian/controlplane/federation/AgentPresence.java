package dev.meridian.controlplane.federation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agent can be told anything right now.
 *
 * @param since since when it is so; null: it never was otherwise
 */
public record AgentPresence(State state, @Nullable Instant since) {

  /** How an agent stands. */
  public enum State {
    CONNECTED,
    /** No stream. Its pods may well run: only its word, a run lease or a person ends that doubt. */
    UNREACHABLE,
    /** Ahead of this database or of another history; nothing is sent to it. */
    ON_HOLD,
    /** A person declared its nodes dead. */
    DEAD
  }
}
