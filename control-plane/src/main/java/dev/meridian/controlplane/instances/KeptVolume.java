package dev.meridian.controlplane.instances;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A volume that an uninstalled instance left, and that a new one of its name and package may have
 * again.
 *
 * @param pod the name of the pod that had it
 * @param node where it is
 * @param keptUntil when it is destroyed if nobody takes it
 */
@Schema(name = "RestoredVolume")
record KeptVolume(
    UUID id,
    String pod,
    String path,
    long sizeBytes,
    @JsonIgnore UUID nodeId,
    String node,
    Instant keptUntil) {}
