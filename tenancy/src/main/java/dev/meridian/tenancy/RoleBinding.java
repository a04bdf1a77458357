package dev.meridian.tenancy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that an account has at a tenant.
 *
 * @param instance the only instance that it counts for; null unless the scope is one instance
 * @param instanceName how that instance is called; null unless the scope is one instance
 */
public record RoleBinding(
    UUID account,
    String role,
    UUID tenant,
    RoleScope scope,
    @Nullable UUID instance,
    @Nullable String instanceName) {}
