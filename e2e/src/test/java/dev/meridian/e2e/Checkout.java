package dev.meridian.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout under test. */
final class Checkout {
  private Checkout() {}

  static Path folder() {
    String given = System.getProperty("meridian.home", "");
    Path folder = Path.of(given.isEmpty() ? ".." : given).toAbsolutePath().normalize();
    if (!Files.exists(folder.resolve("meridian"))) {
      throw new IllegalStateException(folder + " is no checkout: it has no ./meridian");
    }
    return folder;
  }

  static Path launcher() {
    return folder().resolve("meridian");
  }
}
