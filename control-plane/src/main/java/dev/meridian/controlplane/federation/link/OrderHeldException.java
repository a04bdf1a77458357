package dev.meridian.controlplane.federation.link;

/** An order cannot be sent now; the message says why, for people. */
final class OrderHeldException extends Exception {
  private static final long serialVersionUID = 1L;

  OrderHeldException(String message, Throwable cause) {
    super(message, cause);
  }
}
