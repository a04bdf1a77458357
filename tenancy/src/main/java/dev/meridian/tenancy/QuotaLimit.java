package dev.meridian.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * A limit, a guarantee, or both.
 *
 * @param limit what a tenant and all below it may claim; null: no limit of its own
 * @param guarantee what no tenant beside it may take from the limits above; 0: none
 */
public record QuotaLimit(
    QuotaScope scope, Resource resource, @Nullable Long limit, long guarantee) {}
