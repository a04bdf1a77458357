package dev.meridian.controlplane.audit.sinks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant's audit log is streamed to.
 *
 * @param kind syslog or webhook
 * @param ownAuthorities whether it trusts the certificates that came with it, and no others
 * @param state ACTIVE, or RETRYING when the last delivery failed
 * @param reason why it failed; empty when it did not
 * @param lagSeconds how long the oldest event waits that it does not have; 0 when it has all
 * @param sent how many events it has got
 * @param failures in a row
 * @param nextAttemptAt null when nothing failed
 */
@Schema(name = "AuditSink")
record SinkView(
    UUID id,
    String name,
    String kind,
    String target,
    boolean ownAuthorities,
    String state,
    String reason,
    long lagSeconds,
    long sent,
    int failures,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant lastSentAt,
    Instant createdAt,
    String etag) {}
