package dev.meridian.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the options that every command takes were set to; null means not given. */
public interface GlobalOptions {
  @Nullable String url();

  /** The file of certificates that are trusted. */
  @Nullable Path authorities();

  @Nullable String tenant();

  boolean json();

  boolean noColor();
}
