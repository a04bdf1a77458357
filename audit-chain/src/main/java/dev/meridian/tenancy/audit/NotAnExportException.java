package dev.meridian.tenancy.audit;

/** A text is no export of an audit log; says at which line and why. */
public final class NotAnExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAnExportException(long line, String reason) {
    super("Line %d is not that of an audit export: %s.".formatted(line, reason));
  }

  NotAnExportException(long line, String reason, Throwable cause) {
    this(line, reason);
    initCause(cause);
  }
}
