package dev.meridian.controlplane.matrix;

import java.util.List;
import java.util.Map;

/**
 * One operation's part of the matrix.
 *
 * @param title the operation, with {@code /word} when it is not the only block of it
 * @param path with placeholders in braces
 * @param answers a status for each actor
 * @param sayings what answers must hold or must not
 * @param foreign what the tenant's admin is answered when a thing is a foreign tenant's, where it
 *     is not 404
 * @param signIn with which sign-in of its actor a cell asks
 */
record Block(
    String title,
    String method,
    String path,
    Map<String, String> headers,
    String body,
    Map<Actor, Integer> answers,
    List<Saying> sayings,
    Map<String, Integer> foreign,
    SignIn signIn) {
  Block {
    headers = Map.copyOf(headers);
    answers = Map.copyOf(answers);
    sayings = List.copyOf(sayings);
    foreign = Map.copyOf(foreign);
  }

  /** A sign-in of an actor; one of its own where the sign-in itself is what changes. */
  enum SignIn {
    SHARED,
    NEW,
    /** New, and viewing as the tenant that is asked for. */
    VIEWING
  }

  /**
   * Something in the answer to an actor.
   *
   * @param present whether it must be there, or must not
   */
  record Saying(Actor actor, boolean present, String text) {
    boolean holdsFor(String answer) {
      return answer.contains(text) == present;
    }

    @Override
    public String toString() {
      return (present ? "says " : "hides ") + text;
    }
  }

  String operation() {
    int slash = title.indexOf('/');
    return slash < 0 ? title : title.substring(0, slash);
  }

  /** All that holds placeholders. */
  String text() {
    return path + " " + headers + " " + body;
  }
}
