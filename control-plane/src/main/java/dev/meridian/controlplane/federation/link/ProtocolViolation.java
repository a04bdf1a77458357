package dev.meridian.controlplane.federation.link;

/** An agent says what no honest agent of a known version says: its stream ends. */
final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message);
  }
}
