package dev.meridian.agent.runtime;

/** A run could not be started; the message says why. */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1;

  public LaunchException(String message, Throwable cause) {
    super(message, cause);
  }

  public LaunchException(String message) {
    super(message);
  }
}
