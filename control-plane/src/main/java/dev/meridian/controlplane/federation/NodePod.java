package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.UUID;

/** A pod that holds a reservation on a node, whoever's it is, as platform administrators see it. */
public record NodePod(
    UUID podId,
    String pod,
    String instance,
    String tenant,
    BigDecimal cpus,
    long memoryBytes,
    @Schema(
            allowableValues = {
              "PLANNED",
              "PLACED",
              "WAITING",
              "STAGING",
              "RUNNING",
              "READY",
              "FAILED",
              "LOST",
              "STOPPING",
              "REMOVED"
            })
        String state) {}
