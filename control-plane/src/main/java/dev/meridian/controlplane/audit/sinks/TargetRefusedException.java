package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;

/** A sink points to where it must not; the message is for people. */
final class TargetRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  TargetRefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
