package dev.meridian.controlplane.federation;

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
    String state) {}
