package dev.meridian.cli;

import org.jspecify.annotations.Nullable;

/** What the options that every command takes were set to; null means not given. */
public interface GlobalOptions {
  @Nullable String url();

  @Nullable String tenant();

  boolean json();

  boolean noColor();
}
