package dev.meridian.tenancy.keys;

import org.jspecify.annotations.Nullable;

/** A key cannot be wrapped or unwrapped now; the message says why and what to do. */
public final class KeyEncryptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeyEncryptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
