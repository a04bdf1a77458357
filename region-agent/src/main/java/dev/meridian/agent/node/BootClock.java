package dev.meridian.agent.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Time since the node booted, suspended time included: nobody can set this clock, and it starts
 * again with every boot.
 */
public interface BootClock {
  /** Time since the boot. */
  Duration sinceBoot();

  /** Identifies this boot; changes with every restart of the node. */
  String bootId();

  /** The clock of this node. */
  static BootClock ofThisNode() throws IOException {
    String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Path uptime = Path.of("/proc/uptime");
    return new BootClock() {
      @Override
      public Duration sinceBoot() {
        try {
          String text = Files.readString(uptime);
          String seconds = text.substring(0, text.indexOf(' '));
          return Duration.ofMillis(new java.math.BigDecimal(seconds).movePointRight(3).longValue());
        } catch (IOException unreadable) {
          throw new java.io.UncheckedIOException("cannot read " + uptime, unreadable);
        }
      }

      @Override
      public String bootId() {
        return bootId;
      }
    };
  }
}
