package dev.meridian.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * A limit or guarantee on the way up from a tenant, with what counts under it.
 *
 * @param tenant path of the tenant that has it
 * @param used by that tenant and all below it
 * @param reserved what tenants below it have guaranteed and do not use yet
 */
public record QuotaStanding(
    String tenant,
    QuotaScope scope,
    Resource resource,
    @Nullable Long limit,
    long guarantee,
    long used,
    long reserved) {}
