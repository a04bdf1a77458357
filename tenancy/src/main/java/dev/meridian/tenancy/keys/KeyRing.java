package dev.meridian.tenancy.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The key-encryption keys of this installation. The first one wraps; the others open what they
 * wrapped before, until it is wrapped anew: so an installation moves from one place to another
 * without a pause.
 */
public final class KeyRing {
  private final KeyEncryption first;
  private final Map<String, KeyEncryption> byName = new LinkedHashMap<>();

  public KeyRing(KeyEncryption first, List<KeyEncryption> others) {
    this.first = first;
    byName.put(first.name(), first);
    others.forEach(other -> byName.putIfAbsent(other.name(), other));
  }

  /**
   * @param context what the key belongs to; it unwraps in the same context only
   */
  public Wrapped wrap(byte[] key, String context) {
    return new Wrapped(first.name(), first.wrap(key, context));
  }

  /**
   * @throws KeyEncryptionException when it cannot be opened, with the reason
   */
  public byte[] unwrap(Wrapped wrapped, String context) {
    KeyEncryption by = byName.get(wrapped.by());
    if (by == null) {
      throw new KeyEncryptionException(
          "The key '%s' was wrapped by the key-encryption key '%s', which is not configured here (%s). Configure it beside the new one until everything is wrapped anew."
              .formatted(context, wrapped.by(), String.join(", ", byName.keySet())),
          null);
    }
    return by.unwrap(wrapped.bytes(), context);
  }

  /** Whether the key that wraps now, in its newest version, wrapped this. */
  public boolean isCurrent(Wrapped wrapped) {
    return wrapped.by().equals(first.name()) && first.isNewest(wrapped.bytes());
  }

  /** Makes a new version of the key that wraps. */
  public void rotate() {
    first.rotate();
  }

  /** Name of the key that wraps. */
  public String name() {
    return first.name();
  }
}
