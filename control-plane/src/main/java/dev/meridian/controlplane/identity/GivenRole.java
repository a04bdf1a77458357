package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.RoleDefinition;
import dev.meridian.tenancy.RoleScope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody is to be given, where it is known that the giver may.
 *
 * @param instance for the scope of one instance, with its name
 */
record GivenRole(
    RoleDefinition role,
    UUID tenant,
    RoleScope scope,
    @Nullable UUID instance,
    @Nullable String instanceName) {}
