package dev.meridian.tenancy.keys;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * Where a Vault is.
 *
 * @param address such as {@code https://vault.example:8200}
 * @param namespace of an enterprise installation; empty: none
 * @param mount path of the transit engine
 * @param key name of the key there
 * @param tokenFile holds the token, read at each call: an agent of Vault may renew it
 */
public record VaultSettings(
    URI address, String namespace, String mount, String key, Path tokenFile) {
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /**
   * @throws IllegalStateException when the token would cross a network in clear
   */
  public VaultSettings {
    String host = String.valueOf(address.getHost());
    boolean here = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && here)) {
      throw new IllegalStateException(
          "meridian.vault.address is '%s': give one with https; http is for this machine alone, because the token would be read on the way."
              .formatted(address));
    }
  }

  /**
   * Reads {@code meridian.vault.*}.
   *
   * @throws IllegalStateException when something is missing
   */
  public static VaultSettings from(Environment environment) {
    return new VaultSettings(
        URI.create(required(environment, "meridian.vault.address")),
        environment.getProperty("meridian.vault.namespace", ""),
        environment.getProperty("meridian.vault.mount", "transit"),
        environment.getProperty("meridian.vault.key", "meridian"),
        Path.of(required(environment, "meridian.vault.token-file")));
  }

  private static String required(Environment environment, String name) {
    String value = environment.getProperty(name, "");
    if (value.isBlank()) {
      throw new IllegalStateException(
          "meridian.key-encryption=vault needs the setting " + name + "; it is not set.");
    }
    return value;
  }

  String token() {
    try {
      String token = Files.readString(tokenFile).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new KeyEncryptionException(
            "The file %s holds no token of Vault: give it one line, the token."
                .formatted(tokenFile),
            null);
      }
      return token;
    } catch (IOException e) {
      throw new KeyEncryptionException(
          "The token of Vault cannot be read from %s: %s. Make the file readable for this process."
              .formatted(tokenFile, e),
          e);
    }
  }
}
