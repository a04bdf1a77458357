package dev.meridian.agent.runtime;

import java.util.Optional;

/**
 * A process of this boot: a pid is given away again, a pid together with its start time is not.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}
 */
record ProcessIdentity(long pid, long startTicks) {

  /** Reads "pid start"; empty when the line is not complete. */
  static Optional<ProcessIdentity> parse(String text) {
    String[] parts = text.strip().split(" ");
    if (parts.length != 2 || !text.endsWith("\n")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    } catch (NumberFormatException broken) {
      return Optional.empty();
    }
  }
}
