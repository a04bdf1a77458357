package dev.meridian.cli.api;

import java.util.Optional;

/** Gives the access token of requests. */
public interface Bearer {
  /** The token to send; empty when there is none, and the server will say what is missing. */
  Optional<String> token();

  /**
   * Called after the server refused the token.
   *
   * @return a new one, or empty when there is no way to get one
   */
  Optional<String> renewed();

  /** No token at all. */
  static Bearer none() {
    return fixed(Optional.empty());
  }

  /** A token that cannot be renewed. */
  static Bearer fixed(Optional<String> token) {
    return new Bearer() {
      @Override
      public Optional<String> token() {
        return token;
      }

      @Override
      public Optional<String> renewed() {
        return Optional.empty();
      }
    };
  }
}
