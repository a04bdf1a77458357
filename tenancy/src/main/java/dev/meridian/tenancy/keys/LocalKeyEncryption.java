package dev.meridian.tenancy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A key-encryption key (a Tink key set for AES-256-GCM) in a file that only its owner may read, or
 * given by the environment; never in the database. For development and for one replica.
 */
public final class LocalKeyEncryption implements KeyEncryption {
  public static final String NAME = "local";
  // Tink puts a byte and the id of the key before what it encrypts.
  private static final int PREFIX = 5;

  private final @Nullable Path file;
  private final String place;
  private volatile Keys keys;

  private record Keys(KeysetHandle handle, Aead aead) {}

  private LocalKeyEncryption(Keys keys, @Nullable Path file, String place) {
    this.keys = keys;
    this.file = file;
    this.place = place;
  }

  /**
   * The key of a key set given as JSON, as replicas on one external database share it.
   *
   * @throws KeyEncryptionException when it is no key set
   */
  public static LocalKeyEncryption of(String keySet) {
    return new LocalKeyEncryption(parsed(keySet), null, "the given key set");
  }

  /** The key in {@code file}, which is made when it does not exist. */
  public static LocalKeyEncryption in(Path file) {
    try {
      if (!Files.exists(file)) {
        AeadConfig.register();
        write(file, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
      }
      return new LocalKeyEncryption(parsed(Files.readString(file)), file, file.toString());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key-encryption key %s cannot be read or made: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static Keys parsed(String keySet) {
    try {
      AeadConfig.register();
      return keys(TinkJsonProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException(
          "The key-encryption key is no Tink key set for AEAD in JSON. Give the content of the file key-encryption-key of a data directory, or make one as docs/production.md says.",
          e);
    }
  }

  private static Keys keys(KeysetHandle handle) throws GeneralSecurityException {
    return new Keys(handle, handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
  }

  private static void write(Path file, KeysetHandle handle)
      throws IOException, GeneralSecurityException {
    String json = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, json);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte[] wrap(byte[] key, String context) {
    try {
      return keys.aead().encrypt(key, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException("A key cannot be wrapped with " + place, e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String context) {
    try {
      return keys.aead().decrypt(wrapped, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException(
          "The key '%s' cannot be opened with %s: it was sealed with another key-encryption key. Restore the one that belongs to this database."
              .formatted(context, place),
          e);
    }
  }

  @Override
  public boolean isNewest(byte[] wrapped) {
    return wrapped.length > PREFIX
        && ByteBuffer.wrap(wrapped, 1, Integer.BYTES).getInt()
            == keys.handle().getPrimary().getId();
  }

  @Override
  public synchronized void rotate() {
    if (file == null) {
      throw new KeyEncryptionException(
          "The key-encryption key is given by the environment and is not for the control plane to change. Add a new primary key to the key set, restart each replica with it, then ask for everything to be wrapped anew.",
          null);
    }
    try {
      KeysetHandle more =
          KeysetHandle.newBuilder(keys.handle())
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build();
      // On disk first: a key that is not kept must wrap nothing.
      write(file, more);
      keys = keys(more);
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyEncryptionException(
          "No new key-encryption key could be written to %s: %s".formatted(file, e.getMessage()),
          e);
    }
  }
}
