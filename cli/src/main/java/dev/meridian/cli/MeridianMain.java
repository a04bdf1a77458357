package dev.meridian.cli;

import java.util.List;

/** The process entry point. */
public final class MeridianMain {
  private MeridianMain() {}

  public static void main(String[] arguments) {
    System.exit(CommandLineRun.run(Environment.ofProcess(), List.of(arguments)));
  }
}
