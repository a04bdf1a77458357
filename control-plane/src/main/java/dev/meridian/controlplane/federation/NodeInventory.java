package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * What a node on hold has, as its agent listed it. The order is the agent's.
 *
 * @param listed whether the agent has listed it yet
 */
public record NodeInventory(boolean listed, List<Pod> pods, List<Volume> volumes) {

  /**
   * A pod that the agent has.
   *
   * @param tenant its path; its id where this database knows no such tenant
   * @param state as the agent names it, such as {@code POD_RUNNING}
   * @param known whether this database has an order about it, to run or to end, which is said again
   *     when the node is resumed; what is not known runs on, untouched
   */
  @Schema(name = "InventoryPod")
  public record Pod(
      UUID podId,
      String tenant,
      String instance,
      String pod,
      long incarnation,
      String state,
      boolean known) {}

  /**
   * A volume that the agent has.
   *
   * @param tenant its path; its id where this database knows no such tenant
   * @param known whether this database has the volume; nothing but an order destroys another
   */
  @Schema(name = "InventoryVolume")
  public record Volume(UUID volumeId, String tenant, String pod, long usedBytes, boolean known) {}
}
