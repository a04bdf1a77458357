package dev.meridian.tenancy.database;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Where the database is.
 *
 * @param directory the data directory of the control plane; the embedded server lives under it
 * @param cache where the shipped programs are unpacked; may be deleted at any time
 * @param external a server that somebody else runs; null for the embedded one
 */
public record DatabaseSettings(Path directory, Path cache, @Nullable ServerAccess external) {

  /**
   * Reads {@code meridian.data-dir}, {@code meridian.cache-dir} and {@code meridian.db.url | user |
   * password | app-password | system-password | finance-password} (as environment variables:
   * MERIDIAN_DB_URL and so on).
   *
   * @throws DatabaseException when a URL is given without user or password
   */
  public static DatabaseSettings from(Environment environment) {
    Path home = Path.of(System.getProperty("user.home"));
    String directory =
        environment.getProperty(
            "meridian.data-dir", home.resolve(".local/state/meridian").toString());
    String cache =
        environment.getProperty("meridian.cache-dir", home.resolve(".cache/meridian").toString());
    return new DatabaseSettings(
        Path.of(directory).toAbsolutePath(),
        Path.of(cache).toAbsolutePath(),
        external(environment));
  }

  private static @Nullable ServerAccess external(Environment environment) {
    String url = environment.getProperty("meridian.db.url", "");
    if (url.isBlank()) {
      return null;
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new DatabaseException(
          "MERIDIAN_DB_URL is '%s'; it must look like jdbc:postgresql://host:5432/meridian."
              .formatted(url));
    }
    Map<Login, String> given = new EnumMap<>(Login.class);
    for (Login login : Login.values()) {
      String key = login.name().toLowerCase(java.util.Locale.ROOT);
      String password = environment.getProperty("meridian.db." + key + "-password", "");
      if (!password.isBlank()) {
        given.put(login, password);
      }
    }
    return new ServerAccess(
        url, required(environment, "user"), required(environment, "password"), given);
  }

  private static String required(Environment environment, String key) {
    String value = environment.getProperty("meridian.db." + key, "");
    if (value.isBlank()) {
      throw new DatabaseException(
          "MERIDIAN_DB_URL is set, but MERIDIAN_DB_%s is not. Set it to the %s of the schema's owner."
              .formatted(key.toUpperCase(java.util.Locale.ROOT), key));
    }
    return value;
  }
}
