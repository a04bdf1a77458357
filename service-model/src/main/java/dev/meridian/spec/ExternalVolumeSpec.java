package dev.meridian.spec;

import java.util.Map;
import java.util.Optional;

/**
 * A volume of a Docker volume driver.
 *
 * @param type always {@code DOCKER}
 * @param volumeName empty for the default name that carries pod type and index
 */
public record ExternalVolumeSpec(
    String type,
    Optional<String> volumeName,
    AccessMode mode,
    String driverName,
    Map<String, String> driverOptions,
    String containerPath) {

  public ExternalVolumeSpec {
    driverOptions = Ordered.copyOf(driverOptions);
  }
}
