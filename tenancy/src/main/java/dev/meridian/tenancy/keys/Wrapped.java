package dev.meridian.tenancy.keys;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A wrapped key as it is stored.
 *
 * @param by name of the {@link KeyEncryption} that wrapped it
 */
public record Wrapped(String by, byte[] bytes) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Wrapped that && by.equals(that.by) && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * by.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "wrapped by " + by;
  }
}
