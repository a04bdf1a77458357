package dev.meridian.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that a demo started.
 *
 * @param name control-plane, or the node's name of an agent
 * @param dataFolder what it works on
 */
record StartedProcess(String name, Kind kind, ProcessIdentity identity, Path dataFolder) {

  /** What a process is to the demo. */
  enum Kind {
    DRIVER,
    CONTROL_PLANE,
    DATABASE,
    AGENT,
    CLIENT
  }

  boolean alive() {
    return identity.alive();
  }

  /** Asks it to end, and ends it when it has not after the grace; says whether it is gone. */
  boolean stop(Duration grace) {
    signal(false);
    if (!awaitEnd(grace)) {
      signal(true);
      return awaitEnd(Duration.ofSeconds(5));
    }
    return true;
  }

  private void signal(boolean forcibly) {
    Optional<ProcessHandle> handle = alive() ? ProcessHandle.of(identity.pid()) : Optional.empty();
    handle.ifPresent(
        process -> {
          if (forcibly) {
            process.destroyForcibly();
          } else {
            process.destroy();
          }
        });
  }

  private boolean awaitEnd(Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return !alive();
      }
    }
    return true;
  }
}
