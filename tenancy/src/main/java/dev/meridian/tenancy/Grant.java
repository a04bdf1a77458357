package dev.meridian.tenancy;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one binding of an account gives on the way up from a tenant.
 *
 * @param at the tenant that the binding is made at: the tenant itself or one above it
 * @param distance how far above the tenant that is; zero for the tenant itself
 * @param instance the only instance that it counts for; null unless the scope is one instance
 * @param group name of the group that holds the binding; null: the account itself does
 */
record Grant(
    String role,
    Set<String> permissions,
    RoleScope scope,
    UUID at,
    int distance,
    @Nullable UUID instance,
    @Nullable String group) {

  /** Whether anything of it reaches the tenant. */
  boolean reaches() {
    return scope == RoleScope.SUBTREE || distance == 0;
  }
}
