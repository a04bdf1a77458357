package dev.meridian.cli.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in the command line of each program that a demo starts, so that the process table
 * alone tells what belongs to it: also what was started in the moment before the demo was killed.
 *
 * @param folder of the demo
 */
record ProcessMark(StartedProcess.Kind kind, String name, Path folder) {
  private static final String PROPERTY = "-Dmeridian.demo.process=";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** As an option of a JVM, which takes no notice. */
  String option() {
    return PROPERTY + kind + ':' + name + ':' + folder;
  }

  /** The mark that an argument is, if it is one. */
  static Optional<ProcessMark> in(String argument) {
    String[] parts =
        argument.startsWith(PROPERTY)
            ? argument.substring(PROPERTY.length()).split(":", 3)
            : new String[0];
    // Anybody can write such an argument: what no demo writes is no mark.
    if (parts.length < 3 || !NAME.matcher(parts[1]).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessMark(StartedProcess.Kind.valueOf(parts[0]), parts[1], Path.of(parts[2])));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
