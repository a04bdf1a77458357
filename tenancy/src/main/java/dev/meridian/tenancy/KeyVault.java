package dev.meridian.tenancy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * Seals keys before they reach the database. The key-encryption key (a Tink key set for
 * AES-256-GCM) is given by the environment or kept in a file that only its owner may read, and
 * never in the database: a stolen backup of that opens nothing.
 */
public final class KeyVault {
  private final Aead aead;
  private final String place;

  private KeyVault(Aead aead, String place) {
    this.aead = aead;
    this.place = place;
  }

  /**
   * The vault of a key set given as JSON, as replicas on one external database share it.
   *
   * @throws IllegalStateException when it is no key set
   */
  public static KeyVault of(String keySet) {
    try {
      AeadConfig.register();
      KeysetHandle handle =
          TinkJsonProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get());
      return new KeyVault(
          handle.getPrimitive(RegistryConfiguration.get(), Aead.class), "the given key set");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key-encryption key is no Tink key set for AEAD in JSON. Give the content of the file key-encryption-key of a data directory.",
          e);
    }
  }

  /** The vault of the key in {@code file}, which is made when it does not exist. */
  public static KeyVault in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return new KeyVault(of(Files.readString(file)).aead, file.toString());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key-encryption key %s cannot be read or made: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static void make(Path file) throws IOException, GeneralSecurityException {
    AeadConfig.register();
    KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    String json = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, json);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @param context what the secret belongs to; a sealed secret opens in the same context only
   */
  byte[] seal(byte[] secret, String context) {
    try {
      return aead.encrypt(secret, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key cannot be sealed with " + place, e);
    }
  }

  byte[] open(byte[] sealed, String context) {
    try {
      return aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key '%s' cannot be opened with %s: it was sealed with another key-encryption key. Restore the one that belongs to this database."
              .formatted(context, place),
          e);
    }
  }
}
