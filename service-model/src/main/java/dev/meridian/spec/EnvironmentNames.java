package dev.meridian.spec;

import java.util.Locale;

/** Names of environment variables that Meridian makes. */
public final class EnvironmentNames {
  private EnvironmentNames() {}

  /** Upper case, with {@code _} for whatever is no ASCII letter or digit. */
  public static String of(String name) {
    StringBuilder made = new StringBuilder(name.length());
    for (char c : name.toUpperCase(Locale.ROOT).toCharArray()) {
      made.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
    }
    return made.toString();
  }
}
