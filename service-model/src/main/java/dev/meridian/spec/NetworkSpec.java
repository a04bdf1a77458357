package dev.meridian.spec;

import java.util.List;
import java.util.Map;

/**
 * A network that a pod joins by name; the host's network when a pod names none.
 *
 * @param hostPorts as long as {@code containerPorts}
 */
public record NetworkSpec(
    List<Integer> hostPorts, List<Integer> containerPorts, Map<String, String> labels) {

  public NetworkSpec {
    hostPorts = List.copyOf(hostPorts);
    containerPorts = List.copyOf(containerPorts);
    labels = Ordered.copyOf(labels);
  }
}
