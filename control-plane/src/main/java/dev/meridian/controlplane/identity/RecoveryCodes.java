package dev.meridian.controlplane.identity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Codes for whoever has lost the authenticator; each is good once. They hold 120 bits of chance, so
 * that a plain digest keeps them.
 */
final class RecoveryCodes {
  static final int COUNT = 10;

  private RecoveryCodes() {}

  /** New ones, in groups of four. */
  static List<String> fresh() {
    return Stream.generate(GeneratedPassword::next)
        .limit(COUNT)
        .map(code -> code.replaceAll("(.{4})(?!$)", "$1-"))
        .toList();
  }

  /** What is kept of one, however it is typed. */
  static byte[] digest(String code) {
    return Digests.sha256(code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT));
  }
}
