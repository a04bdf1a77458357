package dev.meridian.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * How much of a resource a tenant uses and how far it may go now.
 *
 * @param limit what the tenant can reach before the tightest limit above it stops it, without what
 *     is guaranteed to others; null: none
 * @param used by the tenant and all below it
 * @param limitedBy path of the tenant whose limit is the tightest; null: none
 * @param guarantee of the tenant itself; 0: none
 */
public record QuotaLine(
    Resource resource,
    @Nullable Long limit,
    long used,
    @Nullable String limitedBy,
    long guarantee) {}
