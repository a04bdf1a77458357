package dev.meridian.controlplane.platform;

/**
 * The control plane does not start with these settings. The message is for whoever set them: what,
 * why, and what to do.
 */
public class StartRefused extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public StartRefused(String message) {
    super(message);
  }

  public StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
