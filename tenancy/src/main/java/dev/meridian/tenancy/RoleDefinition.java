package dev.meridian.tenancy;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role and what it gives.
 *
 * @param owner the tenant that made it; null for a built-in one
 * @param version grows with each change; zero for a built-in one
 */
public record RoleDefinition(
    @Nullable UUID owner,
    String name,
    String description,
    Set<String> permissions,
    boolean ofPlatform,
    long version) {

  static RoleDefinition of(Role role) {
    return new RoleDefinition(null, role.key(), "", role.permissions(), role.isOfPlatform(), 0);
  }

  public boolean isBuiltIn() {
    return owner == null;
  }
}
