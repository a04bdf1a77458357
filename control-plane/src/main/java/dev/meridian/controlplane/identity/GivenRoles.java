package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.RoleDefinition;
import dev.meridian.tenancy.RoleScope;
import dev.meridian.tenancy.Roles;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a request says of a role that it gives, checked against what the caller holds. */
@Component
class GivenRoles {
  private final Roles roles;
  private final Permissions permissions;
  private final Tenants tenants;
  private final Callers callers;

  GivenRoles(Roles roles, Permissions permissions, Tenants tenants, Callers callers) {
    this.roles = roles;
    this.permissions = permissions;
    this.tenants = tenants;
    this.callers = callers;
  }

  /**
   * Call outside of scopes.
   *
   * @param scope null: the tenant's subtree
   * @param instance for the scope of one instance
   * @throws dev.meridian.tenancy.TenancyException.NotHeld when the caller lacks what the role gives
   */
  GivenRole require(UUID tenant, String name, @Nullable String scope, @Nullable String instance) {
    RoleDefinition role = roles.require(tenant, name);
    RoleScope reach = scope == null ? RoleScope.SUBTREE : RoleScope.of(scope);
    boolean platform = tenants.root().id().equals(tenant);
    if (platform && reach != RoleScope.SUBTREE) {
      // What reads all tenants asks for a right on the platform, and not how far it reaches.
      throw invalid("/scope", "A role on the platform counts everywhere; leave scope out.");
    }
    @Nullable UUID only = instance(tenant, reach, instance);
    roles.requireGiver(callers.current(), role, tenant, reach, only);
    if (role.isBuiltIn() && role.ofPlatform() != platform) {
      throw invalid(
          "/role",
          platform
              ? "On the platform the roles are platform-admin, platform-auditor and finance; give %s at a tenant."
                  .formatted(role.name())
              : "The role %s is given on the platform (tenant \"-\") only.".formatted(role.name()));
    }
    return new GivenRole(role, tenant, reach, only, instance);
  }

  /** The instance that the scope names; null when it is another scope. */
  private @Nullable UUID instance(UUID tenant, RoleScope scope, @Nullable String name) {
    if ((scope == RoleScope.INSTANCE) != (name != null)) {
      throw invalid(
          "/instance",
          "Name an instance for the scope instance, and none for the scopes subtree and tenant.");
    }
    return name == null
        ? null
        : permissions
            .instanceNamed(tenant, name)
            .orElseThrow(
                () -> invalid("/instance", "The tenant has no instance \"%s\".".formatted(name)));
  }

  static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }
}
