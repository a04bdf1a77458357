package dev.meridian.spec.options;

/** Where the value of an option comes from; a later one wins. */
public enum Origin {
  DEFAULT,
  STORED,
  GIVEN
}
