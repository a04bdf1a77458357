package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** SHA-256 digests in lower-case hexadecimal. */
final class Digests {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  /** The text, when it is a digest; refused otherwise. */
  static String require(String text) {
    if (!isDigest(text)) {
      throw new ProblemException(
          ProblemType.INVALID,
          "\"" + text + "\" is no SHA-256 digest; give 64 lower-case hexadecimal digits.",
          List.of(new FieldError("/digest", "64 lower-case hexadecimal digits")));
    }
    return text;
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(byte[] content) {
    MessageDigest digest = newDigest();
    digest.update(content);
    return hex(digest);
  }
}
