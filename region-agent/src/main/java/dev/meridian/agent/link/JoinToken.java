package dev.meridian.agent.link;

import java.util.Base64;

/**
 * A join token as an administrator hands it over: {@code mjt1.<control plane id>.<pin>.<secret>}.
 *
 * @param text all of it, as the control plane made it; a secret
 * @param caPin SHA-256 of the SubjectPublicKeyInfo of the control plane's CA
 */
record JoinToken(String text, String controlPlaneId, byte[] caPin) {

  /**
   * @throws IllegalArgumentException when the text is no token; the message does not show it
   */
  static JoinToken parse(String text) {
    String stripped = text.strip();
    String[] parts = stripped.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals("mjt1") || parts[1].isEmpty() || parts[3].isEmpty()) {
      throw new IllegalArgumentException(
          "this is not a join token: it starts with \"mjt1.\" and has four parts with dots between;"
              + " get one with: meridian region join-token");
    }
    try {
      byte[] pin = Base64.getUrlDecoder().decode(parts[2]);
      if (pin.length == 32) {
        return new JoinToken(stripped, parts[1], pin);
      }
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "the join token is damaged: its third part is not base64url; copy it again", notBase64);
    }
    throw new IllegalArgumentException(
        "the join token is damaged: its third part has not the length of a key's digest;"
            + " copy it again");
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "join token of control plane " + controlPlaneId;
  }
}
