package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tenants that the caller may see: those where a role is bound, and all below them. */
@Component
class VisibleTenants {
  private final Callers callers;
  private final Permissions permissions;
  private final Tenants tenants;

  VisibleTenants(Callers callers, Permissions permissions, Tenants tenants) {
    this.callers = callers;
    this.permissions = permissions;
    this.tenants = tenants;
  }

  /**
   * Tenants by path, without the root.
   *
   * @param parent only its direct children; null for all
   * @param after only those whose path comes after
   */
  List<Tenant> page(@Nullable UUID parent, @Nullable String after, int limit) {
    Permissions.Reach reach = permissions.reach(callers.current(), "tenant:read");
    return tenants.within(reach, parent, after, limit);
  }
}
