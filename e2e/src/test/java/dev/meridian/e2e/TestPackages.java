package dev.meridian.e2e;

import java.nio.file.Path;

/** Packages that only tests have. */
final class TestPackages {
  private TestPackages() {}

  /** A service without a volume, whose pod runs a program that its agent fetches. */
  static void publishProbe(Platform platform) {
    platform.publish("probe", folder("probe"));
  }

  private static Path folder(String name) {
    return Checkout.folder().resolve("e2e/src/test/resources/packages").resolve(name);
  }
}
