package dev.meridian.controlplane.placement;

import java.util.UUID;

/**
 * A request as its row has it.
 *
 * @param wanted JSON, see {@link PlacementJson}
 * @param refusedBefore true when this is one more attempt of an ask that waits
 * @param lastSummary of the latest refusal, or empty
 */
record OpenRequest(
    UUID tenant,
    UUID instance,
    String instanceName,
    String wanted,
    String policy,
    boolean refusedBefore,
    String lastSummary) {}
