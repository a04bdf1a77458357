package dev.meridian.tenancy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class KeyRingTest {
  private static final byte[] KEY = "a data key".getBytes(UTF_8);

  @Test
  void opensWhatOlderVersionsWrappedAndTellsThemFromTheNewest(@TempDir Path directory) {
    Path file = directory.resolve("key");
    KeyRing ring = new KeyRing(LocalKeyEncryption.in(file), List.of());
    Wrapped old = ring.wrap(KEY, "context");
    assertThat(ring.isCurrent(old)).isTrue();

    ring.rotate();

    assertThat(ring.isCurrent(old)).isFalse();
    assertThat(ring.isCurrent(ring.wrap(KEY, "context"))).isTrue();
    KeyRing restarted = new KeyRing(LocalKeyEncryption.in(file), List.of());
    assertThat(restarted.unwrap(old, "context")).isEqualTo(KEY);
    assertThat(restarted.isCurrent(restarted.wrap(KEY, "context"))).isTrue();
  }

  @Test
  void opensNothingInAnotherContext(@TempDir Path directory) {
    KeyRing ring = new KeyRing(LocalKeyEncryption.in(directory.resolve("key")), List.of());
    Wrapped wrapped = ring.wrap(KEY, "data_key/one");

    assertThatThrownBy(() -> ring.unwrap(wrapped, "data_key/two"))
        .isInstanceOf(KeyEncryptionException.class);
  }

  @Test
  void saysWhichKeyIsMissing(@TempDir Path directory) {
    KeyRing ring = new KeyRing(LocalKeyEncryption.in(directory.resolve("key")), List.of());

    assertThatThrownBy(() -> ring.unwrap(new Wrapped("vault", KEY), "context"))
        .hasMessageContaining("'vault', which is not configured here (local)");
  }

  @Test
  void refusesAnUnknownKindAndAVaultWithoutAddress(@TempDir Path directory) {
    MockEnvironment environment = new MockEnvironment();
    Path file = directory.resolve("key");

    assertThatThrownBy(
            () -> KeyRings.from(environment.withProperty("meridian.key-encryption", "hsm"), file))
        .hasMessageContaining("'hsm'; use local or vault");
    assertThatThrownBy(
            () -> KeyRings.from(environment.withProperty("meridian.key-encryption", "vault"), file))
        .hasMessageContaining("meridian.vault.address");
  }

  @Test
  void leavesAKeyOfTheEnvironmentToItsOwner(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    LocalKeyEncryption.in(file);
    KeyEncryption given = LocalKeyEncryption.of(java.nio.file.Files.readString(file));

    assertThatThrownBy(given::rotate).hasMessageContaining("given by the environment");
  }
}
