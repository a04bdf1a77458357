package dev.meridian.tenancy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.tenancy.keys.KeyEncryptionException;
import dev.meridian.tenancy.keys.KeyRing;
import dev.meridian.tenancy.keys.LocalKeyEncryption;
import dev.meridian.tenancy.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SealedKeysTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void opensWhatItSealedAndStoresNothingInClear() {
    SealedKeys keys = database.get(SealedKeys.class);
    keys.store("ca", 1, "public".getBytes(UTF_8), "private part".getBytes(UTF_8));

    assertThat(keys.find("ca").orElseThrow().secret()).asString().isEqualTo("private part");
    assertThat(stored("ca")).asString().doesNotContain("private part");
    assertThat(keys.find("other")).isEmpty();
  }

  @Test
  void findsTheNewestVersion() {
    SealedKeys keys = database.get(SealedKeys.class);
    keys.store("signing", 1, null, new byte[] {1});
    keys.store("signing", 2, null, new byte[] {2});

    assertThat(keys.find("signing").orElseThrow().version()).isEqualTo(2);
    assertThat(keys.find("signing").orElseThrow().certificate()).isEmpty();
  }

  @Test
  void makesAKeyOnce() {
    SealedKeys keys = database.get(SealedKeys.class);
    byte[] first =
        keys.findOrMake("made", () -> new SealedKeys.Fresh(null, new byte[] {7})).secret();
    byte[] second =
        keys.findOrMake("made", () -> new SealedKeys.Fresh(null, new byte[] {8})).secret();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void saysSoWhenTheKeyEncryptionKeyIsAnother(@TempDir Path directory) throws Exception {
    database.get(SealedKeys.class).store("moved", 1, null, new byte[] {1});
    KeyRing other =
        new KeyRing(
            LocalKeyEncryption.in(directory.resolve("key-encryption-key")), java.util.List.of());
    SealedKeys keys =
        new SealedKeys(database.jdbc(), database.scopes(), other, InstantSource.system());

    assertThatThrownBy(() -> keys.find("moved"))
        .hasMessageContaining("sealed with another key-encryption key");
    assertThat(Files.getPosixFilePermissions(directory.resolve("key-encryption-key")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }

  @Test
  void locksKeysInTheirOrderSoThatTwoRotationsNeverWaitForEachOther() throws Exception {
    SealedKeys keys = database.get(SealedKeys.class);
    keys.store("z-stored-first", 1, null, new byte[] {1});
    keys.store("a-stored-last", 1, null, new byte[] {1});
    try (Connection other = database.database().access().connectAsOwner()) {
      other.setAutoCommit(false);
      lock(other, "a-stored-last");
      Thread rotation = Thread.ofVirtual().start(keys::rewrap);
      await().atMost(Duration.ofSeconds(20)).until(() -> waitsForALock(other));

      assertThatCode(() -> lock(other, "z-stored-first")).doesNotThrowAnyException();

      other.rollback();
      assertThat(rotation.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static void lock(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "select from meridian.sealed_key where name = '" + name + "' for update nowait");
    }
  }

  private static boolean waitsForALock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
      row.next();
      return row.getInt(1) > 0;
    }
  }

  @Test
  void refusesACipherTextCopiedToAnotherName() {
    SealedKeys keys = database.get(SealedKeys.class);
    keys.store("source", 1, null, new byte[] {1});
    database
        .scopes()
        .asSystem(
            SystemJob.IDENTITY,
            () ->
                database
                    .jdbc()
                    .sql(
                        "insert into sealed_key select 'copy', version, certificate, sealed, created_at, wrapped_by from sealed_key where name = 'source'")
                    .update());

    assertThatThrownBy(() -> keys.find("copy")).isInstanceOf(KeyEncryptionException.class);
  }

  private static byte[] stored(String name) {
    return database
        .scopes()
        .asSystem(
            SystemJob.IDENTITY,
            () ->
                database
                    .jdbc()
                    .sql("select sealed from sealed_key where name = ?")
                    .param(name)
                    .query(byte[].class)
                    .single());
  }
}
