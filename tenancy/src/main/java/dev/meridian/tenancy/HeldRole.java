package dev.meridian.tenancy;

import java.util.Optional;

/**
 * A role that counts for an account, with what it gives.
 *
 * @param group name of the group that it comes by; empty: the account itself is bound
 */
public record HeldRole(RoleBinding binding, RoleDefinition role, Optional<String> group) {}
