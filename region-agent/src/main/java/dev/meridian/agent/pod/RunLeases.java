package dev.meridian.agent.pod;

import dev.meridian.agent.disk.OwnerFile;
import dev.meridian.agent.node.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * When the control plane last acknowledged a heartbeat, on the boot clock. Remembered in
 * memory-backed storage, so that it survives the agent and not the boot: after a restart of the
 * node no lease is valid until the control plane was heard.
 */
public final class RunLeases {
  private final Path file;
  private final BootClock clock;
  private volatile Optional<Duration> acknowledgedSentAt;

  public RunLeases(Path memory, BootClock clock) throws IOException {
    this.file = memory.resolve("acknowledged");
    this.clock = clock;
    this.acknowledgedSentAt = read();
  }

  /** The heartbeat that was sent at this time was acknowledged. */
  public void acknowledged(Duration sentAt) throws IOException {
    acknowledgedSentAt = Optional.of(sentAt);
    Path temporary = OwnerFile.ensure(file.resolveSibling("acknowledged.tmp"));
    Files.writeString(temporary, clock.bootId() + " " + sentAt.toMillis());
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** From when leases count; empty: the control plane was not heard since the boot. */
  public Optional<Duration> countedFrom() {
    return acknowledgedSentAt;
  }

  /** Whether a lease of this length has time left. */
  public boolean isValid(Duration length) {
    return acknowledgedSentAt
        .filter(sentAt -> sentAt.plus(length).compareTo(clock.sinceBoot()) > 0)
        .isPresent();
  }

  private Optional<Duration> read() throws IOException {
    try {
      String[] parts = Files.readString(file).split(" ");
      return parts[0].equals(clock.bootId())
          ? Optional.of(Duration.ofMillis(Long.parseLong(parts[1])))
          : Optional.empty();
    } catch (NoSuchFileException never) {
      return Optional.empty();
    }
  }
}
