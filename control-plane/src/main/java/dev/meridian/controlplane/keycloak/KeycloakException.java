package dev.meridian.controlplane.keycloak;

/** Keycloak does not answer, or not as it must; the message says what to do. */
final class KeycloakException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeycloakException(String message) {
    super(message);
  }

  KeycloakException(String message, Throwable cause) {
    super(message, cause);
  }
}
