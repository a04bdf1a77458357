package dev.meridian.tenancy.keys;

/**
 * A key-encryption key that never leaves its place. Implementations are safe from any thread and
 * answer or fail within seconds.
 */
public interface KeyEncryption {

  /** Which kind it is, stored beside what it wrapped: {@code local}, {@code vault}. */
  String name();

  /**
   * Wraps a key.
   *
   * @param context what the key belongs to; it unwraps in the same context only
   * @throws KeyEncryptionException when the place of the key cannot be reached
   */
  byte[] wrap(byte[] key, String context);

  /**
   * @throws KeyEncryptionException when the place of the key cannot be reached, or the key was not
   *     wrapped by it in this context
   */
  byte[] unwrap(byte[] wrapped, String context);

  /** Whether this was wrapped by the version of the key that wraps now. */
  boolean isNewest(byte[] wrapped);

  /**
   * Makes a new version of the key; what older versions wrapped still opens.
   *
   * @throws KeyEncryptionException when it is not for us to rotate, with the way to do it
   */
  void rotate();
}
