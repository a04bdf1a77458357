package dev.meridian.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What the pods of the package secret-keeper print: digests of the secrets they were given. */
final class SecretKeeper {
  static final String PACKAGE = "secret-keeper";
  static final List<String> PODS = List.of("keeper-0", "keeper-1");

  private final Platform platform;
  private final String instance;

  SecretKeeper(Platform platform, String instance) {
    this.platform = platform;
    this.instance = instance;
  }

  /** All that a pod printed, also before it was launched anew. */
  String printed(String pod) {
    return platform.developer().run("logs", instance, pod).ok().out();
  }

  /** The lines that a pod prints when it is given these. */
  static List<String> proofs(String password, byte[] keystore) {
    return List.of(
        "variable " + sha256(password.getBytes(UTF_8)),
        "file " + sha256(keystore),
        "rendered " + sha256(("user=keeper\npassword=" + password + "\n").getBytes(UTF_8)));
  }

  /** When a pod said the last of these, in nanoseconds. */
  long lastMoment(String pod, String what) {
    return printed(pod)
        .lines()
        .filter(line -> line.startsWith(what + " "))
        .mapToLong(line -> Long.parseLong(line.substring(what.length() + 1)))
        .max()
        .orElseThrow(() -> new AssertionError(pod + " never said " + what));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
