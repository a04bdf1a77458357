package dev.meridian.tenancy.directory;

import java.util.Locale;

/** Who says that there are an account and its bindings. */
public enum DirectorySource {
  KEYCLOAK,
  /** What a token of the issuer says of its bearer. */
  CLAIMS;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
