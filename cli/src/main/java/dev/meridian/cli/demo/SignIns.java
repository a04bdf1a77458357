package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Json;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The passwords of the demo's people. They are printed once, and kept in a file that only its owner
 * can read so that the next run of the demo can sign in.
 *
 * @param generated false when they came from an earlier run
 */
record SignIns(Map<String, String> passwords, boolean generated) {
  /** Without letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int LENGTH = 16;

  // What the control plane takes; it would say so only after its start.
  private static final int SHORTEST = 8;
  private static final int LONGEST = 200;

  /** Passes when the control plane will take the password that was chosen, if one was. */
  static void check(@Nullable String chosen) {
    if (chosen != null && (chosen.length() < SHORTEST || chosen.length() > LONGEST)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The password has %d characters; give %d to %d with --password."
              .formatted(chosen.length(), SHORTEST, LONGEST));
    }
  }

  static SignIns of(DemoFolder folder, @Nullable String chosen) {
    if (folder.used()) {
      Map<String, String> kept = new LinkedHashMap<>();
      Json.parse(PrivateFile.read(folder.signIns()))
          .properties()
          .forEach(entry -> kept.put(entry.getKey(), entry.getValue().asString()));
      return new SignIns(kept, false);
    }
    SecureRandom random = new SecureRandom();
    Map<String, String> passwords = new LinkedHashMap<>();
    ObjectNode document = Json.object();
    for (DemoWorld.DemoPerson person : DemoWorld.PEOPLE) {
      String password = chosen == null ? generate(random) : chosen;
      passwords.put(person.username(), password);
      document.put(person.username(), password);
    }
    PrivateFile.write(folder.signIns(), Json.pretty(document) + "\n");
    return new SignIns(passwords, true);
  }

  String of(DemoWorld.DemoPerson person) {
    return Objects.requireNonNull(
        passwords.get(person.username()), "no password of " + person.username());
  }

  private static String generate(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int count = 0; count < LENGTH; count++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
