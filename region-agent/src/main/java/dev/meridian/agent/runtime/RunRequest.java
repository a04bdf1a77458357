package dev.meridian.agent.runtime;

import dev.meridian.protocol.v1.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to run.
 *
 * @param environment all of it; nothing of the agent's own is added
 * @param user numeric OS user; empty: the agent's own
 * @param lease empty: the run has none
 */
public record RunRequest(
    String podId,
    long incarnation,
    String task,
    long run,
    String command,
    Map<String, String> environment,
    Path sandbox,
    Path stdout,
    Path stderr,
    Duration grace,
    OptionalInt user,
    Resources resources,
    Optional<Lease> lease) {

  /**
   * A run lease.
   *
   * @param countedFrom time on the boot clock at which the last acknowledged heartbeat was sent
   */
  public record Lease(Duration length, Duration countedFrom) {}
}
