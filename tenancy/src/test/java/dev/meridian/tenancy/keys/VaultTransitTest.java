package dev.meridian.tenancy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meridian.tenancy.keys.ScriptedVault.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VaultTransitTest implements KeyEncryptionContract {
  private static final byte[] SECRET_KEY = "the key that nobody may read".getBytes(UTF_8);

  @TempDir Path directory;
  private final ScriptedVault vault = new ScriptedVault();

  @AfterEach
  void close() {
    vault.close();
  }

  @Override
  public VaultTransit key() {
    return new VaultTransit(vault.settings(directory), Duration.ofSeconds(5));
  }

  /** Gives up soon where no answer comes, and only there: elsewhere the answer is what counts. */
  private VaultTransit key(Trouble trouble) {
    return trouble == Trouble.SILENT || trouble == Trouble.STUCK
        ? new VaultTransit(vault.settings(directory), Duration.ofMillis(300))
        : key();
  }

  @ParameterizedTest
  @CsvSource({
    "SEALED, 503, unseal it",
    "FORBIDDEN, 403, Check the token's policy",
    "NO_ROUTE, 404, Check the mount and the name of the key",
    "SILENT, cannot be asked, Check that it runs",
    "STUCK, cannot be asked, Check that it runs",
    "GARBAGE, its answer is no JSON, Check the address",
    "CUT, its answer is no JSON, Check the address",
    "EMPTY, its answer has no, Check the address",
  })
  @Timeout(10)
  void saysWhatIsWrongAndWhatToDo(Trouble trouble, String what, String advice) {
    byte[] wrapped = key().wrap(SECRET_KEY, "sealed_key/token");
    VaultTransit key = key(trouble);
    vault.trouble(trouble);

    assertThatThrownBy(() -> key.wrap(SECRET_KEY, "sealed_key/token"))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining(vault.address().toString())
        .hasMessageContaining("wrap the key 'sealed_key/token'")
        .hasMessageContaining(what)
        .hasMessageContaining(advice);
    assertThatThrownBy(() -> key.unwrap(wrapped, "sealed_key/token"))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining("open the key 'sealed_key/token'")
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  @Timeout(10)
  void tellsNeitherTokenNorKeyWhateverGoesWrong(Trouble trouble) {
    byte[] wrapped = key().wrap(SECRET_KEY, "context");
    VaultTransit key = key(trouble);
    vault.trouble(trouble);

    KeyEncryptionException failure =
        catchThrowableOfType(
            KeyEncryptionException.class,
            () -> {
              key.wrap(SECRET_KEY, "context");
              key.unwrap(wrapped, "another context");
            });

    StringWriter everything = new StringWriter();
    failure.printStackTrace(new PrintWriter(everything, true));
    assertThat(everything.toString())
        .contains("KeyEncryptionException")
        .doesNotContain(ScriptedVault.TOKEN)
        .doesNotContain(ScriptedVault.TOKEN.substring(0, 12))
        .doesNotContain(new String(SECRET_KEY, UTF_8))
        .doesNotContain(Base64.getEncoder().encodeToString(SECRET_KEY).substring(0, 16));
  }

  @Test
  void saysThatNobodyIsThere() {
    VaultTransit key = key();
    vault.close();

    assertThatThrownBy(() -> key.wrap(SECRET_KEY, "context"))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining(vault.address().toString())
        .hasMessageContaining("Check that it runs, is unsealed and can be reached");
  }

  @Test
  void readsTheTokenAnewForEachCallAndSendsTheNamespace() throws IOException {
    VaultSettings settings = vault.settings(directory);
    Files.writeString(settings.tokenFile(), "expired");
    VaultTransit key =
        new VaultTransit(
            new VaultSettings(
                settings.address(), "admin/team", "transit", "meridian", settings.tokenFile()));
    assertThatThrownBy(() -> key.wrap(SECRET_KEY, "context")).hasMessageContaining("403");

    vault.settings(directory);

    assertThat(key.unwrap(key.wrap(SECRET_KEY, "context"), "context")).isEqualTo(SECRET_KEY);
    assertThat(vault.requests())
        .allSatisfy(request -> assertThat(request.namespace()).isEqualTo("admin/team"));
  }

  @Test
  void refusesATokenFileThatHoldsNoTokenWithoutQuotingIt() throws IOException {
    VaultSettings settings = vault.settings(directory);
    VaultTransit key = new VaultTransit(settings);

    for (String content : new String[] {"", "hvs.first\nhvs.second\n", "hvs.\u0000zero"}) {
      Files.writeString(settings.tokenFile(), content);
      assertThatThrownBy(() -> key.wrap(SECRET_KEY, "context"))
          .isInstanceOf(KeyEncryptionException.class)
          .hasMessageContaining(settings.tokenFile().toString())
          .hasMessageNotContaining("hvs.");
    }
    Files.delete(settings.tokenFile());
    assertThatThrownBy(() -> key.wrap(SECRET_KEY, "context"))
        .isInstanceOf(KeyEncryptionException.class)
        .hasMessageContaining(settings.tokenFile().toString());
  }

  @Test
  void sendsItsTokenInClearToThisMachineAlone() {
    assertThatThrownBy(
            () ->
                new VaultSettings(
                    URI.create("http://vault.example:8200"), "", "transit", "meridian", directory))
        .hasMessageContaining("https");
    assertThat(
            new VaultSettings(
                    URI.create("https://vault.example:8200"), "", "transit", "meridian", directory)
                .address())
        .hasScheme("https");
  }
}
