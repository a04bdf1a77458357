package dev.meridian.agent.volume;

/** A volume cannot be used; the message names it, its folder and what to do. */
public final class VolumeMissingException extends Exception {
  private static final long serialVersionUID = 1;

  VolumeMissingException(String message) {
    super(message);
  }
}
