package dev.meridian.cli.packages;

import org.jspecify.annotations.Nullable;

/** A package cannot be built; the message names the thing, the reason and the next step. */
public final class PackageBuildException extends Exception {
  private static final long serialVersionUID = 1L;

  public PackageBuildException(String message) {
    super(message);
  }

  public PackageBuildException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
