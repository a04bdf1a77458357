package dev.meridian.controlplane.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets of 256 random bits that say which thing they are of: {@code <prefix>_<id>_<random>}. They
 * are kept as SHA-256: there is nothing in them that could be guessed.
 */
final class IdentifiedSecret {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z]{2})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private IdentifiedSecret() {}

  /** A new secret of the thing. */
  static String next(String prefix, UUID id) {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    return "%s_%s_%s"
        .formatted(
            prefix,
            id.toString().replace("-", ""),
            Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The thing that a text of that form says it is of; empty for any other text. */
  static Optional<UUID> idIn(String prefix, String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() && form.group(1).equals(prefix)
        ? Optional.of(
            UUID.fromString(
                String.join(
                    "-",
                    form.group(2),
                    form.group(3),
                    form.group(4),
                    form.group(5),
                    form.group(6))))
        : Optional.empty();
  }
}
