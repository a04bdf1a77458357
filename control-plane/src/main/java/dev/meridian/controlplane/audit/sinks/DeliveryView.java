package dev.meridian.controlplane.audit.sinks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that were sent to a sink at once, or are to be.
 *
 * @param resendOf the delivery that a person asked to send again
 * @param state PENDING until it arrives; DELIVERED; FAILED for a resend that did not arrive
 * @param status of the HTTP answer
 * @param reason why the last attempt failed; empty when it did not
 */
@Schema(name = "AuditDelivery")
record DeliveryView(
    UUID id,
    @Nullable UUID resendOf,
    int events,
    String state,
    int attempts,
    @Nullable Integer status,
    String reason,
    Instant madeAt,
    @Nullable Instant attemptedAt) {}
