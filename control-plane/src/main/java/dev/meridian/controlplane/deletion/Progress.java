package dev.meridian.controlplane.deletion;

import java.util.Map;

/** What came of a step. */
sealed interface Progress {
  /**
   * It cannot end yet.
   *
   * @param reason what it waits for, for people
   */
  record Waiting(String reason) implements Progress {}

  /**
   * It is done.
   *
   * @param gone what it took away, by kind of thing
   */
  record Done(Map<String, Gone> gone) implements Progress {
    public Done {
      gone = Map.copyOf(gone);
    }
  }
}
