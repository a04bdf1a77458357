package dev.meridian.controlplane.identity;

import java.security.SecureRandom;

/** Passwords that are shown once: 24 letters and digits without look-alikes, about 118 bits. */
final class GeneratedPassword {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private GeneratedPassword() {}

  static String next() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
