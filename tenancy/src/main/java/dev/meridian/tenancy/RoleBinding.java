package dev.meridian.tenancy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that an account or a group has at a tenant.
 *
 * @param holder id of the account or group
 * @param instance the only instance that it counts for; null unless the scope is one instance
 * @param instanceName how that instance is called; null unless the scope is one instance
 */
public record RoleBinding(
    UUID holder,
    String role,
    UUID tenant,
    RoleScope scope,
    @Nullable UUID instance,
    @Nullable String instanceName) {}
