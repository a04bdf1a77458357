package dev.meridian.spec;

import java.util.Optional;

/**
 * Why a spec cannot follow another one.
 *
 * @param field such as {@code pods.broker.count}
 * @param before empty when it was not there
 * @param after empty when it is gone
 * @param fatal true when not even the next attempt with the rest unchanged could be accepted
 */
public record UpdateProblem(
    String field, Optional<String> before, Optional<String> after, String message, boolean fatal) {

  @Override
  public String toString() {
    return field
        + ": "
        + message
        + " ("
        + before.orElse("nothing")
        + " → "
        + after.orElse("nothing")
        + ")";
  }
}
