package dev.meridian.tenancy.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.keys.KeyCheck;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import dev.meridian.tenancy.keys.KeyRing;
import dev.meridian.tenancy.keys.LocalKeyEncryption;
import dev.meridian.tenancy.keys.ScriptedVault;
import dev.meridian.tenancy.keys.ScriptedVault.Trouble;
import dev.meridian.tenancy.keys.VaultTransit;
import dev.meridian.tenancy.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes on, and how it ends, when the key-encryption key moves to a Vault and that goes away.
 */
class AbsentVaultTest {
  private static final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(now::get);

  @TempDir Path directory;
  private ScriptedVault vault;
  private KeyRing local;
  private KeyRing moved;

  @BeforeEach
  void start() {
    vault = new ScriptedVault();
    LocalKeyEncryption file = LocalKeyEncryption.in(directory.resolve("key"));
    local = new KeyRing(file, List.of());
    moved = new KeyRing(new VaultTransit(vault.settings(directory)), List.of(file));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private DataKeys keys(KeyRing ring) {
    return new DataKeys(database.jdbc(), ring, now::get);
  }

  private static byte[] sealed(DataKeys keys, UUID tenant) {
    return database
        .scopes()
        .inTenant(tenant, () -> keys.newest(tenant).seal(SecretValue.of("value"), "context"));
  }

  private static SecretValue opened(DataKeys keys, UUID tenant, byte[] sealed) {
    return database.scopes().inTenant(tenant, () -> keys.find(tenant, 1).open(sealed, "context"));
  }

  @Test
  void movesEveryKeyFromTheLocalKeyToVault() {
    UUID tenant = database.tenant("moved");
    byte[] value = sealed(keys(local), tenant);
    SealedKeys before = new SealedKeys(database.jdbc(), database.scopes(), local, now::get);
    before.store("moved", 1, null, "a signing key".getBytes(UTF_8));
    assertThat(opened(keys(moved), tenant, value)).as("before").isEqualTo(SecretValue.of("value"));

    SealedKeys after = new SealedKeys(database.jdbc(), database.scopes(), moved, now::get);
    KeyRotation rotation =
        new KeyRotation(database.jdbc(), database.scopes(), keys(moved), after, moved);
    assertThat(rotation.rewrap()).isGreaterThanOrEqualTo(2);

    assertThat(rotation.rewrap()).as("what is left at the local key").isZero();
    KeyRing withoutLocal = new KeyRing(new VaultTransit(vault.settings(directory)), List.of());
    assertThat(opened(keys(withoutLocal), tenant, value)).isEqualTo(SecretValue.of("value"));
    assertThat(
            new SealedKeys(database.jdbc(), database.scopes(), withoutLocal, now::get)
                .find("moved")
                .orElseThrow()
                .secret())
        .isEqualTo("a signing key".getBytes(UTF_8));
    assertThatThrownBy(() -> opened(keys(local), tenant, value))
        .hasMessageContaining("'vault', which is not configured here (local)");
    assertThat(rotation.rotateKeyEncryption()).as("a new version at Vault").isPositive();
    assertThat(opened(keys(withoutLocal), tenant, value)).isEqualTo(SecretValue.of("value"));
  }

  @Test
  void opensSecretsOverAShortAbsenceOfVaultAndNoLonger() {
    UUID tenant = database.tenant("absent");
    DataKeys keys = keys(moved);
    byte[] value = sealed(keys, tenant);
    vault.trouble(Trouble.SEALED);

    now.updateAndGet(t -> t.plus(DataKeys.FRESH).plusSeconds(1));
    assertThat(opened(keys, tenant, value)).isEqualTo(SecretValue.of("value"));
    int asked = vault.requests().size();
    assertThat(opened(keys, tenant, value)).isEqualTo(SecretValue.of("value"));
    assertThat(vault.requests()).as("asked again at once").hasSize(asked);

    now.updateAndGet(t -> t.plus(DataKeys.USABLE));
    assertThatThrownBy(() -> opened(keys, tenant, value))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining("unseal it");
    int askedByThen = vault.requests().size();
    assertThatThrownBy(() -> opened(keys, tenant, value)).hasMessageContaining("unseal it");
    assertThat(vault.requests()).as("asked again within seconds").hasSize(askedByThen);

    vault.trouble(Trouble.NONE);
    now.updateAndGet(t -> t.plusSeconds(3));
    assertThat(opened(keys, tenant, value)).isEqualTo(SecretValue.of("value"));
  }

  @Test
  void opensNothingOfAShreddedTenantWhileVaultIsAway() {
    UUID tenant = database.tenant("shredded");
    DataKeys keys = keys(moved);
    byte[] value = sealed(keys, tenant);
    vault.trouble(Trouble.SEALED);
    now.updateAndGet(t -> t.plus(DataKeys.FRESH).plusSeconds(1));

    // By another replica: this one still has the key in memory.
    database
        .scopes()
        .asSystem(
            SystemJob.TENANT_ADMINISTRATION,
            () ->
                database
                    .jdbc()
                    .sql("update data_key set wrapped = '' where tenant_id = ?")
                    .param(tenant)
                    .update());

    assertThatThrownBy(() -> opened(keys, tenant, value)).hasMessageContaining("was shredded");
  }

  @Test
  void storesNoKeyWhenVaultAnswersWithoutOne() {
    UUID tenant = database.tenant("empty");
    vault.trouble(Trouble.EMPTY);

    assertThatThrownBy(() -> sealed(keys(moved), tenant))
        .isInstanceOf(KeyEncryptionException.class);

    vault.trouble(Trouble.NONE);
    DataKeys keys = keys(moved);
    assertThat(opened(keys, tenant, sealed(keys, tenant))).isEqualTo(SecretValue.of("value"));
  }

  @Test
  void tellsWhyTheKeyCannotBeUsedAndAsksOnlyNowAndThen() {
    KeyCheck check = new KeyCheck(moved, now::get);
    assertThat(check.problem()).isEmpty();
    int asked = vault.requests().size();

    vault.trouble(Trouble.SEALED);
    assertThat(check.problem()).as("seconds later").isEmpty();
    assertThat(vault.requests()).hasSize(asked);

    now.updateAndGet(t -> t.plusSeconds(11));
    assertThat(check.problem()).get().asString().contains("503", "unseal it");
    assertThat(check.name()).isEqualTo("vault");
  }
}
