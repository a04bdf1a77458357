package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * A port of a task.
 *
 * @param number 0 for a port that Meridian chooses
 * @param envKey the variable's name when the spec gives one; see {@link #environmentName()}
 * @param advertise true when clients find it in the endpoints
 * @param ranges allowed numbers of a chosen port; empty for any
 */
public record PortSpec(
    String name,
    int number,
    Optional<String> envKey,
    boolean advertise,
    Optional<VipSpec> vip,
    List<PortRange> ranges) {

  public PortSpec {
    ranges = List.copyOf(ranges);
  }

  /** The variable in which the task finds the number: the env-key, or {@code PORT_<NAME>}. */
  public String environmentName() {
    return envKey.orElseGet(() -> "PORT_" + EnvironmentNames.of(name));
  }

  /** Inclusive bounds; an open end of the spec is 1 or 65535 here. */
  public record PortRange(int begin, int end) {}

  /**
   * A name for all pods that have the port.
   *
   * @param port what clients use
   */
  public record VipSpec(int port, String prefix) {}
}
