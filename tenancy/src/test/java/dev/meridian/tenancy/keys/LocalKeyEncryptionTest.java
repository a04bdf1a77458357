package dev.meridian.tenancy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyEncryptionTest implements KeyEncryptionContract {
  @TempDir Path directory;

  @Override
  public KeyEncryption key() {
    return LocalKeyEncryption.in(directory.resolve("key"));
  }

  @Test
  void givesItsFileToItsOwnerAloneAlsoAfterARotation() throws IOException {
    KeyEncryption key = key();
    key.rotate();

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }
}
