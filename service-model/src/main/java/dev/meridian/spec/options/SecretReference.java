package dev.meridian.spec.options;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an option with {@code "format": "secret"} names a secret: {@code secret:path}. The value
 * itself is never an option.
 */
public final class SecretReference {
  public static final String FORMAT = "secret";
  private static final String PREFIX = "secret:";
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/_.-]{0,254}");

  private SecretReference() {}

  /** The path of a reference; empty when the text is none. */
  public static Optional<String> path(String text) {
    return Optional.of(text)
        .filter(reference -> reference.startsWith(PREFIX))
        .map(reference -> reference.substring(PREFIX.length()))
        .filter(path -> PATH.matcher(path).matches() && !path.contains(".."));
  }

  public static String of(String path) {
    return PREFIX + path;
  }
}
