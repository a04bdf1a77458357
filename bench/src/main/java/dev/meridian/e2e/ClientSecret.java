package dev.meridian.e2e;

import org.jspecify.annotations.NullMarked;

/** With what a program asks for tokens. */
@NullMarked
public record ClientSecret(String id, String secret) {
  @Override
  public String toString() {
    return id;
  }
}
