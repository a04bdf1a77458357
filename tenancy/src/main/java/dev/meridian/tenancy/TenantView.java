package dev.meridian.tenancy;

import java.time.Instant;
import java.util.UUID;

/**
 * A look at the platform as a tenant's admin has it, read only.
 *
 * @param tenant it and all below it are shown, and nothing else
 * @param until it ends by itself then
 */
public record TenantView(UUID tenant, Instant until) {}
