package dev.meridian.spec;

/** Key material that a task gets: files that begin with the name. */
public record TransportEncryptionSpec(String name, Type type) {

  /** Its form. */
  public enum Type {
    /** {@code .crt}, {@code .key} and {@code .ca} in PEM. */
    TLS,
    /** {@code .keystore} and {@code .truststore}. */
    KEYSTORE
  }
}
