package dev.meridian.controlplane.plans;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.meridian.controlplane.federation.ObservedTask;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pods, tasks and volumes as people see them. */
final class PodViews {
  private PodViews() {}

  /** Cores and bytes. */
  @Schema(name = "PodResources")
  record Resources(double cpus, long memoryBytes, long diskBytes) {}

  @Schema(name = "PodPort")
  record PortView(String name, int number) {}

  /**
   * A pod.
   *
   * @param node null while it is not placed, and so are region, zone and address
   * @param observedAt when its agent last reported; null: never
   */
  @Schema(name = "Pod")
  record PodView(
      UUID id,
      String name,
      String type,
      int index,
      @Schema(implementation = Pod.State.class) String state,
      String reason,
      Instant since,
      long incarnation,
      int configuration,
      @Nullable String node,
      @Nullable UUID nodeId,
      @Nullable String region,
      @Nullable String zone,
      @Nullable String address,
      Resources resources,
      List<TaskView> tasks,
      List<VolumeView> volumes,
      List<PortView> ports,
      @Nullable Instant observedAt) {}

  /**
   * A task, as its agent last reported it.
   *
   * @param state NONE while nothing was reported
   */
  @Schema(name = "Task")
  record TaskView(
      String name,
      @Schema(implementation = ObservedTask.State.class) String state,
      boolean ready,
      boolean healthy,
      @Nullable Integer exitCode,
      @Nullable Integer signal,
      int restarts,
      @Nullable Instant startedAt,
      @Nullable Instant nextStartAt,
      String message,
      @Nullable Long pid) {}

  /**
   * A persistent volume.
   *
   * @param instance whose it is or was; one that is kept may be had again by a new instance of that
   *     name and package
   * @param tenant path of the tenant that has it
   * @param keptUntil when a kept volume is destroyed; null while it is in use, or waits for an
   *     install that restores it
   */
  @Schema(name = "Volume")
  record VolumeView(
      UUID id,
      String path,
      String pod,
      String instance,
      @JsonProperty("package") String packageName,
      String tenant,
      @Schema(implementation = World.Volume.State.class) String state,
      String reason,
      String node,
      String region,
      long sizeBytes,
      @Nullable Instant keptUntil,
      Instant createdAt) {}

  static TaskView task(String pod, ObservedTask task) {
    return new TaskView(
        pod + "-" + task.name(),
        task.state().name(),
        task.ready(),
        task.healthy(),
        task.exitCode(),
        task.signal(),
        task.restarts(),
        task.startedAt(),
        task.nextStartAt(),
        task.message(),
        task.pid());
  }
}
