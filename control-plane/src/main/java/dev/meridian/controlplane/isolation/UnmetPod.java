package dev.meridian.controlplane.isolation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/**
 * A pod on a node that gives less than its tenant demands. It was placed before the demand was made
 * and keeps its place until somebody moves it.
 *
 * @param tenant path of its tenant
 * @param demanded the least that its tenant demands now
 * @param given what the node gives
 */
@Schema(name = "UnmetPod")
record UnmetPod(
    UUID podId,
    String pod,
    String instance,
    String tenant,
    String node,
    String region,
    String demanded,
    String given) {}
