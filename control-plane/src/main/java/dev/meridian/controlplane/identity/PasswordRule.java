package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.util.List;

/** How long a password that somebody chooses must be. */
final class PasswordRule {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 200;

  private PasswordRule() {}

  /**
   * Passes when the password may be used.
   *
   * @param pointer where it is in the request
   * @throws ProblemException invalid, with the field
   */
  static void check(String pointer, String password) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      String message =
          "The password has %d characters; give %d to %d."
              .formatted(password.length(), SHORTEST, LONGEST);
      throw new ProblemException(
          ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
    }
  }
}
