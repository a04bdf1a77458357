package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * A node that was removed, and what was given up with it. If its machine still has some of that, it
 * is for a person to wipe: nobody asks for it any more.
 *
 * @param pods whose end its agent never confirmed
 * @param volumes whose data is given up
 */
public record RemovedNode(
    UUID id, String name, String region, List<Pod> pods, List<Volume> volumes) {

  /** A pod that was to end there. */
  @Schema(name = "GivenUpPod")
  public record Pod(UUID id, String tenant, String instance, String pod) {}

  /**
   * A volume that was there.
   *
   * @param path of the container path in its pod
   */
  @Schema(name = "GivenUpVolume")
  public record Volume(
      UUID id, String tenant, String instance, String pod, String path, long sizeBytes) {}
}
