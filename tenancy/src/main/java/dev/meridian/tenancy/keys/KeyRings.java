package dev.meridian.tenancy.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/** Makes the key ring that the settings ask for. */
public final class KeyRings {
  private KeyRings() {}

  /**
   * Reads {@code meridian.key-encryption} ({@code local}, the default, or {@code vault}) and what
   * belongs to it. With a Vault, a local key that was used before still opens what it wrapped.
   *
   * @param file of the local key
   * @throws IllegalStateException when the settings do not fit together
   */
  public static KeyRing from(Environment environment, Path file) {
    String kind = environment.getProperty("meridian.key-encryption", LocalKeyEncryption.NAME);
    String given = environment.getProperty("meridian.key-encryption-key", "");
    Supplier<KeyEncryption> local =
        () -> given.isBlank() ? LocalKeyEncryption.in(file) : LocalKeyEncryption.of(given);
    return switch (kind) {
      case LocalKeyEncryption.NAME -> new KeyRing(local.get(), List.of());
      case VaultTransit.NAME ->
          new KeyRing(
              new VaultTransit(VaultSettings.from(environment)),
              given.isBlank() && !java.nio.file.Files.exists(file)
                  ? List.of()
                  : List.of(local.get()));
      default ->
          throw new IllegalStateException(
              "meridian.key-encryption is '%s'; use local or vault.".formatted(kind));
    };
  }
}
