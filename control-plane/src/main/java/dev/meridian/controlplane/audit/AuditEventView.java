package dev.meridian.controlplane.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the audit log.
 *
 * @param position in the tenant's chain; null while it waits for it
 * @param actor who asked; null when it was erased
 * @param origin through what: person, service-account, agent, system or anonymous
 * @param originId the agent that it came through
 * @param behalf the person who made the key of a service account that acted; null when nobody is
 *     known to stand behind it, or the name was erased
 * @param behalfId the account of that person
 * @param result done, or the slug of the problem
 * @param detail null when it was erased
 * @param before SHA-256 of the thing before
 * @param after SHA-256 of the thing after
 */
record AuditEventView(
    UUID id,
    @Nullable Long position,
    Instant at,
    @Nullable String actor,
    @Nullable String actorId,
    String origin,
    @Nullable String originId,
    @Nullable String behalf,
    @Nullable String behalfId,
    String action,
    @Nullable String subject,
    @Nullable String subjectId,
    String outcome,
    String result,
    @Nullable String address,
    @Nullable Map<String, Object> detail,
    @Nullable String before,
    @Nullable String after,
    @Nullable String traceId) {}
