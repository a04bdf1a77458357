package dev.meridian.tenancy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every place of a key-encryption key must do. */
interface KeyEncryptionContract {
  byte[] KEY = {0, 1, 2, (byte) 0xff, '"', '\n', 7};

  /** A key that nothing was wrapped with. */
  KeyEncryption key();

  @Test
  default void opensWhatItWrapped() {
    KeyEncryption key = key();

    byte[] wrapped = key.wrap(KEY, "context");

    assertThat(wrapped).isNotEqualTo(KEY);
    assertThat(key.unwrap(wrapped, "context")).isEqualTo(KEY);
  }

  @Test
  default void opensNothingInAnotherContext() {
    KeyEncryption key = key();
    byte[] wrapped = key.wrap(KEY, "data_key/one");

    assertThatThrownBy(() -> key.unwrap(wrapped, "data_key/two"))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining("data_key/two");
  }

  @Test
  default void opensNothingThatWasChangedOrIsNoneOfItsOwn() {
    KeyEncryption key = key();
    byte[] changed = key.wrap(KEY, "context");
    changed[changed.length - 3] ^= 1;

    for (byte[] foreign : List.of(changed, new byte[0], "wrapped by another".getBytes(UTF_8))) {
      assertThatThrownBy(() -> key.unwrap(foreign, "context"))
          .isInstanceOf(KeyEncryptionException.class);
      assertThat(key.isNewest(foreign)).isEqualTo(foreign == changed);
    }
  }

  @Test
  default void opensWhatAnOlderVersionWrappedAndTellsItFromTheNewest() {
    KeyEncryption key = key();
    byte[] old = key.wrap(KEY, "context");
    assertThat(key.isNewest(old)).isTrue();

    key.rotate();

    assertThat(key.isNewest(old)).isFalse();
    assertThat(key.unwrap(old, "context")).isEqualTo(KEY);
    byte[] fresh = key.wrap(KEY, "context");
    assertThat(key.isNewest(fresh)).isTrue();
    assertThat(key.unwrap(fresh, "context")).isEqualTo(KEY);
  }
}
