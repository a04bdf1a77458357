package dev.meridian.agent.link;

/** The agent cannot join and trying again does not help; the message says what does. */
public final class JoinException extends Exception {
  private static final long serialVersionUID = 1;

  public JoinException(String message) {
    super(message);
  }
}
