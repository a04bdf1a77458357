package dev.meridian.controlplane.instances;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.meridian.controlplane.placement.PlacementPolicy;
import dev.meridian.tenancy.TenantRef;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * An instance as people see it.
 *
 * @param status one sentence: how it is and what it waits for
 * @param since when it got its state
 * @param version grows with each change; the entity tag
 */
@Schema(name = "Instance")
public record InstanceView(
    UUID id,
    String name,
    TenantRef tenant,
    @JsonProperty("package") String packageName,
    String packageVersion,
    @Schema(
            allowableValues = {
              "WAITING",
              "DEPLOYING",
              "RUNNING",
              "DEGRADED",
              "UPDATING",
              "UNINSTALLING",
              "UNINSTALLED",
              "FAILED"
            })
        String state,
    String status,
    Instant since,
    int targetConfiguration,
    long version,
    PlacementPolicy placement,
    PodCounts pods,
    Instant createdAt,
    String createdBy,
    String etag) {

  /** How many pods there are, how many run and how many of these are ready. */
  public record PodCounts(int total, int running, int ready) {}
}
