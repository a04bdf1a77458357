package dev.meridian.agent.pod;

import java.util.List;

/** A pod cannot start now; the message says what is in the way. */
final class BlockedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Integer> takenPorts;

  BlockedException(String message) {
    this(message, List.of());
  }

  BlockedException(String message, List<Integer> takenPorts) {
    super(message);
    this.takenPorts = takenPorts;
  }

  /** Ports of the pod that a stranger holds. */
  List<Integer> takenPorts() {
    return takenPorts;
  }
}
