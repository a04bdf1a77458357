package dev.meridian.tenancy.keys;

import org.jspecify.annotations.Nullable;

/** A key cannot be wrapped or unwrapped now; the message says why and what to do. */
public final class KeyEncryptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean absent;

  public KeyEncryptionException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  /**
   * @param absent nothing can be wrapped or unwrapped now, whatever it is
   */
  public KeyEncryptionException(String message, @Nullable Throwable cause, boolean absent) {
    super(message, cause);
    this.absent = absent;
  }

  /** Whether the place of the key does not answer to anybody, and may soon. */
  public boolean isAbsent() {
    return absent;
  }
}
